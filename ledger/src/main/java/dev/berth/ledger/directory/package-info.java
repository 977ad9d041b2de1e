/**
 * The state of a region as directories, for people and programs that look around in it, and what is not the same in two
 * states. What a thing's fields are called is {@link dev.berth.ledger.history.SubjectFields}' word. Nothing is written
 * as text or JSON here.
 */
package dev.berth.ledger.directory;
