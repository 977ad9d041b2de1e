/**
 * The chain of a region's decisions: each carries a hash that covers the one before it, so that none can be changed,
 * left out or put in without all that follow telling. No rule of the ledger stands here; nothing that is decided
 * depends on it.
 */
package dev.berth.ledger.chain;
