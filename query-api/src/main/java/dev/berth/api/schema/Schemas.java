package dev.berth.api.schema;

/**
 * Every schema of the API: families for what is sent, whose numbers are the minor versions at which their files begin
 * to hold, and one file for each form of reply, in which what came with a later version is optional.
 */
public final class Schemas {
    public static final SchemaFamily PROVIDER_LIST_QUERY =
            SchemaFamily.of("get-resource_providers-query", 0, 3, 4, 14, 18);
    public static final SchemaFamily PROVIDER_POST = SchemaFamily.of("post-resource_providers", 0, 14);
    public static final SchemaFamily PROVIDER_PUT = SchemaFamily.of("put-resource_provider", 0, 14);
    public static final SchemaFamily INVENTORY_POST = SchemaFamily.of("post-inventories", 0);
    public static final SchemaFamily INVENTORY_PUT = SchemaFamily.of("put-inventory", 0);
    public static final SchemaFamily INVENTORIES_PUT = SchemaFamily.of("put-inventories", 0);
    public static final SchemaFamily AGGREGATES_PUT = SchemaFamily.of("put-aggregates", 1, 19);
    public static final SchemaFamily PROVIDER_TRAITS_PUT = SchemaFamily.of("put-resource_provider-traits", 6);
    public static final SchemaFamily TRAIT_LIST_QUERY = SchemaFamily.of("get-traits-query", 6);
    public static final SchemaFamily TRAIT_NAME = SchemaFamily.of("put-trait-name", 6);
    public static final SchemaFamily RESOURCE_CLASS_POST = SchemaFamily.of("post-resource_classes", 2);
    public static final SchemaFamily RESOURCE_CLASS_PUT = SchemaFamily.of("put-resource_class", 2);
    public static final SchemaFamily ALLOCATIONS_PUT = SchemaFamily.of("put-allocations", 0, 8, 12, 28, 34, 38);
    public static final SchemaFamily ALLOCATIONS_POST = SchemaFamily.of("post-allocations", 13, 28, 34, 38);
    public static final SchemaFamily ALLOCATIONS_DELETE_QUERY = SchemaFamily.of("delete-allocations-query", 0);
    public static final SchemaFamily RESHAPER_POST = SchemaFamily.of("post-reshaper", 30, 34, 38);
    public static final SchemaFamily USAGES_QUERY = SchemaFamily.of("get-usages-query", 9, 38);
    public static final SchemaFamily CANDIDATES_QUERY =
            SchemaFamily.of("get-allocation_candidates-query", 10, 16, 17, 21, 25, 31, 33, 35, 36);

    public static final SchemaFamily PCI_DEVICES_QUERY = SchemaFamily.of("get-pci-devices-query", 0);
    public static final SchemaFamily PCI_FLAVORS_POST = SchemaFamily.of("post-pci-flavors", 0);
    public static final SchemaFamily PCI_FLAVOR_PUT = SchemaFamily.of("put-pci-flavor", 0);
    public static final SchemaFamily ALLOCATIONS_EXTENSION = SchemaFamily.of("put-allocations-extension", 0);
    public static final SchemaFamily CANDIDATES_EXTENSION = SchemaFamily.of("get-allocation_candidates-extension", 10);
    public static final SchemaFamily CAPACITY_EXTENSION = SchemaFamily.of("get-capacity-extension", 10);
    public static final SchemaFamily HOST_REPORT_POST = SchemaFamily.of("post-host-report", 0);
    public static final SchemaFamily HOSTS_QUERY = SchemaFamily.of("get-hosts-query", 0);
    public static final SchemaFamily FLEET_QUERY = SchemaFamily.of("get-fleet-query", 0);
    public static final SchemaFamily ACTIVITY_QUERY = SchemaFamily.of("get-activity-query", 0);
    public static final SchemaFamily HISTORY_QUERY = SchemaFamily.of("get-history-query", 0);
    public static final SchemaFamily WHY_QUERY = SchemaFamily.of("get-why-query", 0);
    public static final SchemaFamily WHY_ALL_QUERY = SchemaFamily.of("get-why-all-query", 0);
    public static final SchemaFamily BULK_QUERY = SchemaFamily.of("get-bulk-query", 0);
    public static final SchemaFamily USAGES_GROUPED_QUERY = SchemaFamily.of("get-usages-grouped-query", 0);
    public static final SchemaFamily METRICS_QUERY = SchemaFamily.of("get-metrics-query", 0);
    public static final SchemaFamily WATCH_QUERY = SchemaFamily.of("get-watch-query", 0);
    public static final SchemaFamily WHAT_IF_POST = SchemaFamily.of("post-what-if", 0);
    public static final SchemaFamily IMPORT_POST = SchemaFamily.of("post-import", 0);
    public static final SchemaFamily HOST_DELETE_QUERY = SchemaFamily.of("delete-host-query", 0);
    public static final SchemaFamily DRAIN_PUT = SchemaFamily.of("put-drain", 0);
    public static final SchemaFamily HOST_NAME_PUT = SchemaFamily.of("put-host-name", 0);
    public static final SchemaFamily HOST_REPORT_QUERY = SchemaFamily.of("get-host-report-query", 0);
    public static final SchemaFamily ENROLMENT_PUT = SchemaFamily.of("put-enrolment", 0);
    public static final SchemaFamily HOST_DEVICES_QUERY = SchemaFamily.of("get-host-devices-query", 0);
    public static final SchemaFamily HOST_DEVICE_POST = SchemaFamily.of("post-host-device", 0);
    public static final SchemaFamily VERIFIED_POST = SchemaFamily.of("post-verified", 0);
    public static final SchemaFamily PCI_POOLS_QUERY = SchemaFamily.of("get-pci-pools-query", 0);

    public static final SchemaFile REPLY_VERSIONS = SchemaFile.read("reply-versions.json");
    public static final SchemaFile REPLY_RESOURCE_CLASS = SchemaFile.read("reply-resource_class.json");
    public static final SchemaFile REPLY_RESOURCE_CLASSES = SchemaFile.read("reply-resource_classes.json");
    public static final SchemaFile REPLY_RESOURCE_PROVIDER = SchemaFile.read("reply-resource_provider.json");
    public static final SchemaFile REPLY_RESOURCE_PROVIDERS = SchemaFile.read("reply-resource_providers.json");
    public static final SchemaFile REPLY_INVENTORY = SchemaFile.read("reply-inventory.json");
    public static final SchemaFile REPLY_INVENTORIES = SchemaFile.read("reply-inventories.json");
    public static final SchemaFile REPLY_PROVIDER_USAGES = SchemaFile.read("reply-provider_usages.json");
    public static final SchemaFile REPLY_AGGREGATES = SchemaFile.read("reply-aggregates.json");
    public static final SchemaFile REPLY_TRAITS = SchemaFile.read("reply-traits.json");
    public static final SchemaFile REPLY_PROVIDER_TRAITS = SchemaFile.read("reply-provider_traits.json");
    public static final SchemaFile REPLY_CONSUMER_ALLOCATIONS = SchemaFile.read("reply-consumer_allocations.json");
    public static final SchemaFile REPLY_PROVIDER_ALLOCATIONS = SchemaFile.read("reply-provider_allocations.json");
    public static final SchemaFile REPLY_PROJECT_USAGES = SchemaFile.read("reply-project_usages.json");
    public static final SchemaFile REPLY_ALLOCATION_CANDIDATES = SchemaFile.read("reply-allocation_candidates.json");
    public static final SchemaFile REPLY_UNAUTHORIZED = SchemaFile.read("reply-unauthorized.json");
    public static final SchemaFile REPLY_ERRORS = SchemaFile.read("reply-errors.json");
    public static final SchemaFile REPLY_LIVENESS = SchemaFile.read("reply-liveness.json");
    public static final SchemaFile REPLY_READINESS = SchemaFile.read("reply-readiness.json");
    public static final SchemaFile REPLY_DIGEST = SchemaFile.read("reply-digest.json");
    public static final SchemaFile REPLY_REGIONS = SchemaFile.read("reply-regions.json");

    public static final SchemaFile REPLY_PROCESS = SchemaFile.read("reply-process.json");
    public static final SchemaFile REPLY_THREADS = SchemaFile.read("reply-threads.json");
    public static final SchemaFile REPLY_STORES = SchemaFile.read("reply-stores.json");
    public static final SchemaFile REPLY_VERIFIED = SchemaFile.read("reply-verified.json");
    public static final SchemaFile REPLY_VERIFIED_TOLD = SchemaFile.read("reply-verified_told.json");

    public static final SchemaFile REPLY_PCI_DEVICES = SchemaFile.read("reply-pci_devices.json");
    public static final SchemaFile REPLY_PCI_POOLS = SchemaFile.read("reply-pci_pools.json");

    public static final SchemaFile REPLY_CAPACITY = SchemaFile.read("reply-capacity.json");
    public static final SchemaFile REPLY_FLEET = SchemaFile.read("reply-fleet.json");
    public static final SchemaFile REPLY_ACTIVITY = SchemaFile.read("reply-activity.json");
    public static final SchemaFile REPLY_HISTORY = SchemaFile.read("reply-history.json");
    public static final SchemaFile REPLY_WHY = SchemaFile.read("reply-why.json");
    public static final SchemaFile REPLY_WHY_ALL = SchemaFile.read("reply-why-all.json");
    public static final SchemaFile REPLY_CONSUMERS = SchemaFile.read("reply-consumers.json");
    public static final SchemaFile REPLY_ALLOCATIONS = SchemaFile.read("reply-allocations.json");
    public static final SchemaFile REPLY_ALL_INVENTORIES = SchemaFile.read("reply-all_inventories.json");
    public static final SchemaFile REPLY_USAGES_GROUPED = SchemaFile.read("reply-usages_grouped.json");
    public static final SchemaFile REPLY_WATCH = SchemaFile.read("reply-watch.json");
    public static final SchemaFile REPLY_WHAT_IF = SchemaFile.read("reply-what_if.json");
    public static final SchemaFile REPLY_REBUILD = SchemaFile.read("reply-rebuild.json");
    public static final SchemaFile REPLY_PCI_FLAVOR = SchemaFile.read("reply-pci_flavor.json");
    public static final SchemaFile REPLY_PCI_FLAVORS = SchemaFile.read("reply-pci_flavors.json");
    public static final SchemaFile REPLY_ALLOCATIONS_PCI = SchemaFile.read("reply-allocations_pci.json");

    public static final SchemaFile REPLY_HOST = SchemaFile.read("reply-host.json");
    public static final SchemaFile REPLY_HOST_REPORT = SchemaFile.read("reply-host_report.json");
    public static final SchemaFile REPLY_HOSTS = SchemaFile.read("reply-hosts.json");
    public static final SchemaFile REPLY_HOST_DRAIN = SchemaFile.read("reply-host_drain.json");
    public static final SchemaFile REPLY_HOST_REMOVAL = SchemaFile.read("reply-host_removal.json");
    public static final SchemaFile REPLY_HOST_NAME = SchemaFile.read("reply-host_name.json");
    public static final SchemaFile REPLY_HOST_LAST_REPORT = SchemaFile.read("reply-host_last_report.json");
    public static final SchemaFile REPLY_ENROLMENT = SchemaFile.read("reply-enrolment.json");
    public static final SchemaFile REPLY_COMPUTE_NODE = SchemaFile.read("reply-compute_node.json");

    private Schemas() {}
}
