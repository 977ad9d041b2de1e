package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;

/**
 * What the agent of a host last vouched for: its providers, and of each the traits that came from the agent. Whatever else
 * stands in the host's tree belongs to somebody else, and the next report leaves it alone.
 */
public record HostReport(ProviderId host, ImmutableSortedMap<ProviderId, ImmutableSortedSet<Trait>> vouched) {}
