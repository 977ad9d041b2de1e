package dev.berth.auditor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

/**
 * What all instances of a service say of their stores.
 *
 * @param unreached by address why an instance said nothing
 */
public record LiveStores(ImmutableList<StoreCopy> copies, ImmutableSortedMap<String, String> unreached) {
    static final LiveStores NONE = new LiveStores(ImmutableList.of(), ImmutableSortedMap.of());
}
