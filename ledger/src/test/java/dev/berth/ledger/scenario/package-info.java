/**
 * Commands and states as text: scenarios that people write, and random logs that a failing test prints. No rule of the
 * ledger is repeated here.
 */
package dev.berth.ledger.scenario;
