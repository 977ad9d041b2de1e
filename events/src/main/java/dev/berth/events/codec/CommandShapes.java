package dev.berth.events.codec;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import java.util.Arrays;

/** The shape of every command. A new kind of command that has none does not compile. */
final class CommandShapes {
    static final ImmutableList<Shape<? extends Command, ?>> ALL = Arrays.stream(CommandKind.values())
            .<Shape<? extends Command, ?>>map(CommandShapes::of)
            .collect(ImmutableList.toImmutableList());

    private CommandShapes() {}

    static Shape<? extends Command, ?> of(CommandKind kind) {
        return switch (kind) {
            case CREATE_PROVIDER -> ProviderCommands.CREATE_PROVIDER;
            case UPDATE_PROVIDER -> ProviderCommands.UPDATE_PROVIDER;
            case DELETE_PROVIDER -> ProviderCommands.DELETE_PROVIDER;
            case REPLACE_INVENTORIES -> InventoryCommands.REPLACE_INVENTORIES;
            case CREATE_INVENTORY -> InventoryCommands.CREATE_INVENTORY;
            case UPDATE_INVENTORY -> InventoryCommands.UPDATE_INVENTORY;
            case DELETE_INVENTORY -> InventoryCommands.DELETE_INVENTORY;
            case REPLACE_TRAITS -> ProviderCommands.REPLACE_TRAITS;
            case REPLACE_AGGREGATES -> ProviderCommands.REPLACE_AGGREGATES;
            case CREATE_TRAIT -> CatalogueCommands.CREATE_TRAIT;
            case DELETE_TRAIT -> CatalogueCommands.DELETE_TRAIT;
            case CREATE_RESOURCE_CLASS -> CatalogueCommands.CREATE_RESOURCE_CLASS;
            case RENAME_RESOURCE_CLASS -> CatalogueCommands.RENAME_RESOURCE_CLASS;
            case DELETE_RESOURCE_CLASS -> CatalogueCommands.DELETE_RESOURCE_CLASS;
            case CLAIM_ALLOCATIONS -> AllocationCommands.CLAIM_ALLOCATIONS;
            case RELEASE_ALLOCATIONS -> AllocationCommands.RELEASE_ALLOCATIONS;
            case RESHAPE -> AllocationCommands.RESHAPE;
            case REPORT_HOST -> ProviderCommands.REPORT_HOST;
            case ACTIVATE_RULES -> OperationCommands.ACTIVATE_RULES;
            case SKIP_RECORD -> OperationCommands.SKIP_RECORD;
            case CREATE_FLAVOR -> FlavorValues.CREATE_FLAVOR;
            case REPLACE_FLAVOR -> FlavorValues.REPLACE_FLAVOR;
            case DELETE_FLAVOR -> FlavorValues.DELETE_FLAVOR;
        };
    }
}
