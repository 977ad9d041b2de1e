/**
 * What happened to one thing, and why a consumer has what it has: told from the fold of the log alone, so that the
 * service and an auditor say the same. No log is read here, and nothing is written as JSON or as text.
 */
package dev.berth.ledger.history;
