package dev.berth.events.command;

/** One constant for each command, so that a switch over commands is checked for completeness by the compiler. */
public enum CommandKind {
    CREATE_PROVIDER,
    UPDATE_PROVIDER,
    DELETE_PROVIDER,
    REPLACE_INVENTORIES,
    CREATE_INVENTORY,
    UPDATE_INVENTORY,
    DELETE_INVENTORY,
    REPLACE_TRAITS,
    REPLACE_AGGREGATES,
    CREATE_TRAIT,
    DELETE_TRAIT,
    CREATE_RESOURCE_CLASS,
    RENAME_RESOURCE_CLASS,
    DELETE_RESOURCE_CLASS,
    CLAIM_ALLOCATIONS,
    RELEASE_ALLOCATIONS,
    RESHAPE,
    REPORT_HOST,
    ACTIVATE_RULES,
    SKIP_RECORD,
    CREATE_FLAVOR,
    REPLACE_FLAVOR,
    DELETE_FLAVOR,
    ENROL_HOST,
    WITHDRAW_HOST
}
