package dev.berth.api.schema;

/** Every schema family of the API. A family's numbers are the minor versions at which its files begin to hold. */
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
    public static final SchemaFamily RESHAPER_POST = SchemaFamily.of("post-reshaper", 30, 34, 38);
    public static final SchemaFamily USAGES_QUERY = SchemaFamily.of("get-usages-query", 9, 38);
    public static final SchemaFamily CANDIDATES_QUERY =
            SchemaFamily.of("get-allocation_candidates-query", 10, 16, 17, 21, 25, 31, 33, 35, 36);

    private Schemas() {}
}
