/**
 * What agents of hosts tell over HTTP, and what lets them, which Placement does not have. What a report may change is
 * the ledger's to say, not said here.
 */
package dev.berth.api.host;
