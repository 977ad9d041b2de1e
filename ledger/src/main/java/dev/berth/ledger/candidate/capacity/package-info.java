/**
 * How many more of a request fit. {@code CapacityCount} counts, and {@code CapacityReport} adds where they fit, what
 * runs out first, and which smaller request would fit once more. A {@code Filling} claims in one tree after the other:
 * {@code AmountFilling} by arithmetic where amounts alone decide, {@code ClaimFilling} claim by claim with the rules of
 * the ledger where PCI devices do. {@code Shortages} and {@code Reductions} look at what is left then. All of it is
 * hypothetical: nothing is written, and no rule of its own is in here.
 */
package dev.berth.ledger.candidate.capacity;
