package dev.berth.resource.integer;

import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ResourceClass;
import dev.berth.resource.Resource;

/** A resource class that is counted in whole numbers. */
public record IntegerResource(ResourceClass resourceClass) implements Resource<Long, InventoryRecord> {
    public static final IntegerResource VCPU = new IntegerResource(ResourceClass.of("VCPU"));
    public static final IntegerResource MEMORY_MB = new IntegerResource(ResourceClass.of("MEMORY_MB"));
    public static final IntegerResource DISK_GB = new IntegerResource(ResourceClass.of("DISK_GB"));

    @Override
    public String name() {
        return resourceClass.name();
    }

    @Override
    public IntegerAmount makeAmount(Long quantity) {
        return new IntegerAmount(quantity);
    }

    @Override
    public IntegerInventory makeInventory(InventoryRecord stock) {
        return IntegerInventory.of(stock, 0);
    }
}
