package dev.berth.events.codec;

import static dev.berth.events.codec.Values.commandId;
import static dev.berth.events.codec.Values.provider;

import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.DeleteInventory;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.command.UpdateInventory;
import dev.berth.events.model.ResourceClass;

/** The commands about what a provider has. */
final class InventoryCommands {
    static final Shape<ReplaceInventories, dev.berth.avro.command.ReplaceInventories> REPLACE_INVENTORIES = new Shape<>(
            ReplaceInventories.class,
            dev.berth.avro.command.ReplaceInventories.class,
            command -> new dev.berth.avro.command.ReplaceInventories(
                    command.commandId().toString(),
                    command.provider().toString(),
                    Values.longOrNull(command.expectedGeneration()),
                    Values.inventories(command.inventories())),
            avro -> new ReplaceInventories(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    Values.optionalLong(avro.getExpectedGeneration()),
                    Values.inventories(avro.getInventories())));

    static final Shape<CreateInventory, dev.berth.avro.command.CreateInventory> CREATE_INVENTORY = new Shape<>(
            CreateInventory.class,
            dev.berth.avro.command.CreateInventory.class,
            command -> new dev.berth.avro.command.CreateInventory(
                    command.commandId().toString(),
                    command.provider().toString(),
                    Values.longOrNull(command.expectedGeneration()),
                    Values.inventory(command.resourceClass(), command.inventory())),
            avro -> new CreateInventory(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    Values.optionalLong(avro.getExpectedGeneration()),
                    ResourceClass.of(avro.getInventory().getResourceClass()),
                    Values.inventory(avro.getInventory())));

    static final Shape<UpdateInventory, dev.berth.avro.command.UpdateInventory> UPDATE_INVENTORY = new Shape<>(
            UpdateInventory.class,
            dev.berth.avro.command.UpdateInventory.class,
            command -> new dev.berth.avro.command.UpdateInventory(
                    command.commandId().toString(),
                    command.provider().toString(),
                    command.expectedGeneration(),
                    Values.inventory(command.resourceClass(), command.inventory())),
            avro -> new UpdateInventory(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    avro.getExpectedGeneration(),
                    ResourceClass.of(avro.getInventory().getResourceClass()),
                    Values.inventory(avro.getInventory())));

    static final Shape<DeleteInventory, dev.berth.avro.command.DeleteInventory> DELETE_INVENTORY = new Shape<>(
            DeleteInventory.class,
            dev.berth.avro.command.DeleteInventory.class,
            command -> new dev.berth.avro.command.DeleteInventory(
                    command.commandId().toString(),
                    command.provider().toString(),
                    command.resourceClass().name()),
            avro -> new DeleteInventory(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    ResourceClass.of(avro.getResourceClass())));

    private InventoryCommands() {}
}
