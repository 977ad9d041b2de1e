package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import java.util.OptionalLong;

/**
 * What a service holds of a region.
 *
 * @param decided how many commands of the region were decided before, duplicates not counted: it identifies the point
 *     of comparison
 * @param sections the digest of each section of the state, by the section's name
 * @param stoppedAt the offset at which the region stands, if it stands
 */
public record LiveState(long decided, ImmutableSortedMap<String, String> sections, OptionalLong stoppedAt) {}
