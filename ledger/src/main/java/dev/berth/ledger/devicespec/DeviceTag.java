package dev.berth.ledger.devicespec;

import java.util.List;

/** Names of the tags that mean something. All other names are free, and mean what a PCI flavor makes of them. */
public final class DeviceTag {
    /** The network a device is attached to. Such devices are the network service's and no providers. */
    public static final String PHYSICAL_NETWORK = "physical_network";

    public static final String TRUSTED = "trusted";

    /** Serves only requests that ask for it. */
    public static final String REMOTE_MANAGED = "remote_managed";

    public static final String MANAGED = "managed";
    public static final String LIVE_MIGRATABLE = "live_migratable";
    public static final String ONE_TIME_USE = "one_time_use";

    /** The class that the device's provider has inventory of; not part of pools. */
    public static final String RESOURCE_CLASS = "resource_class";

    /** The traits of the device's provider, comma-separated; not part of pools. */
    public static final String TRAITS = "traits";

    /** Tags that are read as true or false and kept as those words. */
    static final List<String> FLAGS = List.of(MANAGED, LIVE_MIGRATABLE, ONE_TIME_USE);

    private DeviceTag() {}
}
