/**
 * Small fleets of which everything happens that can happen to hosts, judged at each step by an oracle of its own. No
 * rule, search or table of the ledger decides here what is right.
 */
package dev.berth.ledger.fleet;
