package dev.berth.devicespec;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;

/** The entry that a device matched first: its index, and the tags it gives, which no other entry adds to. */
public record DeviceMatch(int entry, ImmutableSortedMap<String, AttributeValue> tags) {}
