package dev.berth.resource.attribute;

import com.google.common.collect.ImmutableSet;

/** Names of attributes that mean something to pools and requests; all other names are free tags. */
public final class AttributeNames {
    public static final String VENDOR_ID = "vendor_id";
    public static final String PRODUCT_ID = "product_id";
    public static final String NUMA_NODE = "numa_node";
    public static final String DEV_TYPE = "dev_type";
    public static final String PHYSICAL_NETWORK = "physical_network";
    public static final String REMOTE_MANAGED = "remote_managed";
    public static final String LIVE_MIGRATABLE = "live_migratable";
    public static final String RESOURCE_CLASS = "resource_class";
    public static final String TRAITS = "traits";

    /** Tags that say how a device is reported through the Placement API: neither part of pools nor matched. */
    public static final ImmutableSet<String> PLACEMENT_ONLY = ImmutableSet.of(RESOURCE_CLASS, TRAITS);

    private AttributeNames() {}
}
