/**
 * A region as it was at a position of its log: the fold up to there, which the same queries are asked as the present.
 * No log is read here.
 */
package dev.berth.ledger.moment;
