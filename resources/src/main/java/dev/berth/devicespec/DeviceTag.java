package dev.berth.devicespec;

import dev.berth.resource.attribute.AttributeNames;
import java.util.List;

/**
 * Names of tags that mean something to hosts and providers, besides those that {@link AttributeNames} has for pools.
 */
final class DeviceTag {
    /** Passed on to the hypervisor. */
    static final String MANAGED = "managed";

    /** Once allocated, the device is not used again before an operator says so. */
    static final String ONE_TIME_USE = "one_time_use";

    /** Tags that are read as true or false and kept as those words. */
    static final List<String> FLAGS = List.of(MANAGED, AttributeNames.LIVE_MIGRATABLE, ONE_TIME_USE);

    private DeviceTag() {}
}
