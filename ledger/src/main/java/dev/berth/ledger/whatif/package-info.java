/**
 * A region after commands that nobody has sent, and whose allocations they would leave impossible. Nothing is appended
 * or kept here, and no log is read.
 */
package dev.berth.ledger.whatif;
