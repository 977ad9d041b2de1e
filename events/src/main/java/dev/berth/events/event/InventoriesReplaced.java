package dev.berth.events.event;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;

/**
 * A provider has these inventories and no others.
 *
 * @param generation the provider's, after it
 */
public record InventoriesReplaced(
        ProviderId provider, long generation, ImmutableSortedMap<ResourceClass, InventoryRecord> inventories)
        implements Event {
    @Override
    public EventKind kind() {
        return EventKind.INVENTORIES_REPLACED;
    }
}
