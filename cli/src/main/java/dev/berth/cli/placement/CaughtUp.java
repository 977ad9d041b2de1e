package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;

/**
 * What came of catching up.
 *
 * @param there what the other Placement had
 * @param written how many names, providers and consumers were written to Berth
 * @param differences what differs still
 */
public record CaughtUp(RegionFacts there, long written, ImmutableList<FactDifference> differences) {}
