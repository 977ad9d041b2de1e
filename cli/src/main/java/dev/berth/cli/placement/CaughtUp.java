package dev.berth.cli.placement;

import com.google.common.collect.ImmutableList;

/**
 * What came of catching up.
 *
 * @param answering what the service that answers had: the other Placement, or Berth where nothing is written
 * @param written how many names, providers and consumers were written to Berth
 * @param differences what differs still
 */
public record CaughtUp(RegionFacts answering, long written, ImmutableList<FactDifference> differences) {}
