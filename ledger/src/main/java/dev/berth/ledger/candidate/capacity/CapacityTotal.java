package dev.berth.ledger.candidate.capacity;

/**
 * How many more of a request fit.
 *
 * @param isCut whether there may be more, since the steps were spent before all were counted
 */
public record CapacityTotal(long count, boolean isCut) {}
