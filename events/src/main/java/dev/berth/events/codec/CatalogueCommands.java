package dev.berth.events.codec;

import static dev.berth.events.codec.Values.commandId;

import dev.berth.events.command.CreateResourceClass;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.DeleteResourceClass;
import dev.berth.events.command.DeleteTrait;
import dev.berth.events.command.RenameResourceClass;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Map;

/** The commands about the names that a region knows: custom traits and custom resource classes. */
final class CatalogueCommands {
    private static final Map<String, CreateResourceClass.IfExists> IF_EXISTS =
            Values.constants(CreateResourceClass.IfExists.values());

    static final Shape<CreateTrait, dev.berth.avro.command.CreateTrait> CREATE_TRAIT = new Shape<>(
            CreateTrait.class,
            dev.berth.avro.command.CreateTrait.class,
            command -> new dev.berth.avro.command.CreateTrait(
                    command.commandId().toString(), command.trait().name()),
            avro -> new CreateTrait(commandId(avro.getCommandId()), Trait.of(avro.getTrait())));

    static final Shape<DeleteTrait, dev.berth.avro.command.DeleteTrait> DELETE_TRAIT = new Shape<>(
            DeleteTrait.class,
            dev.berth.avro.command.DeleteTrait.class,
            command -> new dev.berth.avro.command.DeleteTrait(
                    command.commandId().toString(), command.trait().name()),
            avro -> new DeleteTrait(commandId(avro.getCommandId()), Trait.of(avro.getTrait())));

    static final Shape<CreateResourceClass, dev.berth.avro.command.CreateResourceClass> CREATE_RESOURCE_CLASS =
            new Shape<>(
                    CreateResourceClass.class,
                    dev.berth.avro.command.CreateResourceClass.class,
                    command -> new dev.berth.avro.command.CreateResourceClass(
                            command.commandId().toString(),
                            command.resourceClass().name(),
                            command.ifExists().name()),
                    avro -> new CreateResourceClass(
                            commandId(avro.getCommandId()),
                            ResourceClass.of(avro.getResourceClass()),
                            Values.constant(IF_EXISTS, avro.getIfExists())));

    static final Shape<RenameResourceClass, dev.berth.avro.command.RenameResourceClass> RENAME_RESOURCE_CLASS =
            new Shape<>(
                    RenameResourceClass.class,
                    dev.berth.avro.command.RenameResourceClass.class,
                    command -> new dev.berth.avro.command.RenameResourceClass(
                            command.commandId().toString(),
                            command.from().name(),
                            command.to().name()),
                    avro -> new RenameResourceClass(
                            commandId(avro.getCommandId()),
                            ResourceClass.of(avro.getFrom()),
                            ResourceClass.of(avro.getTo())));

    static final Shape<DeleteResourceClass, dev.berth.avro.command.DeleteResourceClass> DELETE_RESOURCE_CLASS =
            new Shape<>(
                    DeleteResourceClass.class,
                    dev.berth.avro.command.DeleteResourceClass.class,
                    command -> new dev.berth.avro.command.DeleteResourceClass(
                            command.commandId().toString(),
                            command.resourceClass().name()),
                    avro -> new DeleteResourceClass(
                            commandId(avro.getCommandId()), ResourceClass.of(avro.getResourceClass())));

    private CatalogueCommands() {}
}
