/**
 * What became of a command: the outcome, as it is replied, recorded and compared by the auditor. Refusals are values
 * here, with a code and the facts; their wording is not part of the record.
 */
package dev.berth.events.decision;
