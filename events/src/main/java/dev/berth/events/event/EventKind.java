package dev.berth.events.event;

/** One constant for each event, so that a switch over events is checked for completeness by the compiler. */
public enum EventKind {
    PROVIDER_CREATED,
    PROVIDER_UPDATED,
    PROVIDER_DELETED,
    INVENTORIES_REPLACED,
    TRAITS_REPLACED,
    AGGREGATES_REPLACED,
    GENERATIONS_ADVANCED,
    ALLOCATIONS_CLAIMED,
    ALLOCATIONS_RELEASED,
    TRAIT_CREATED,
    TRAIT_DELETED,
    RESOURCE_CLASS_CREATED,
    RESOURCE_CLASS_RENAMED,
    RESOURCE_CLASS_DELETED,
    HOST_REPORTED,
    RULES_ACTIVATED,
    RECORD_SKIPPED
}
