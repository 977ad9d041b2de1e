/**
 * Hosts as what operators handle: which there are, what belongs to one, and who holds something of it. What becomes of
 * one is the rules' to say.
 */
package dev.berth.ledger.host;
