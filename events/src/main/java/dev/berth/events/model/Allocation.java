package dev.berth.events.model;

/**
 * One amount of {@link Allocations}.
 *
 * @param amount in the units of the class, 1 or more
 */
public record Allocation(ProviderId provider, ResourceClass resourceClass, long amount) {}
