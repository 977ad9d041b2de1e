/**
 * What happened to one thing, why a consumer has what it has, since when, and how much was held for how long: found
 * from the fold of the log alone, so that the service and an auditor say the same. No log is read here, and nothing is
 * written as JSON or as text.
 */
package dev.berth.ledger.history;
