/**
 * One handler for each resource of the Placement API: from a call to a command or a question, and from what comes back
 * to JSON. Whether a command is granted is the ledger's to say.
 */
package dev.berth.api.handler;
