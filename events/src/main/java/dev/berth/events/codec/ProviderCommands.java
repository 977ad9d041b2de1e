package dev.berth.events.codec;

import static dev.berth.events.codec.Values.commandId;
import static dev.berth.events.codec.Values.inventories;
import static dev.berth.events.codec.Values.provider;
import static dev.berth.events.codec.Values.texts;
import static dev.berth.events.codec.Values.traits;

import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.ParentChange;
import dev.berth.events.command.ReplaceAggregates;
import dev.berth.events.command.ReplaceTraits;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.command.UpdateProvider;
import java.util.Map;

/** The commands about providers themselves, their traits and aggregates, and whole hosts. */
final class ProviderCommands {
    private static final Map<String, ParentChange.Permission> PERMISSIONS =
            Values.constants(ParentChange.Permission.values());

    static final Shape<CreateProvider, dev.berth.avro.command.CreateProvider> CREATE_PROVIDER = new Shape<>(
            CreateProvider.class,
            dev.berth.avro.command.CreateProvider.class,
            command -> new dev.berth.avro.command.CreateProvider(
                    command.commandId().toString(),
                    command.provider().toString(),
                    command.name(),
                    Values.textOrNull(command.parent())),
            avro -> new CreateProvider(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    avro.getName(),
                    Values.parent(avro.getParent())));

    static final Shape<UpdateProvider, dev.berth.avro.command.UpdateProvider> UPDATE_PROVIDER = new Shape<>(
            UpdateProvider.class,
            dev.berth.avro.command.UpdateProvider.class,
            command -> new dev.berth.avro.command.UpdateProvider(
                    command.commandId().toString(),
                    command.provider().toString(),
                    command.name(),
                    command.parentChange().map(ProviderCommands::parentChange).orElse(null)),
            avro -> new UpdateProvider(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    avro.getName(),
                    avro.getParentChange().map(ProviderCommands::parentChange)));

    static final Shape<DeleteProvider, dev.berth.avro.command.DeleteProvider> DELETE_PROVIDER = new Shape<>(
            DeleteProvider.class,
            dev.berth.avro.command.DeleteProvider.class,
            command -> new dev.berth.avro.command.DeleteProvider(
                    command.commandId().toString(), command.provider().toString()),
            avro -> new DeleteProvider(commandId(avro.getCommandId()), provider(avro.getProvider())));

    static final Shape<ReplaceTraits, dev.berth.avro.command.ReplaceTraits> REPLACE_TRAITS = new Shape<>(
            ReplaceTraits.class,
            dev.berth.avro.command.ReplaceTraits.class,
            command -> new dev.berth.avro.command.ReplaceTraits(
                    command.commandId().toString(),
                    command.provider().toString(),
                    Values.longOrNull(command.expectedGeneration()),
                    texts(command.traits())),
            avro -> new ReplaceTraits(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    Values.optionalLong(avro.getExpectedGeneration()),
                    traits(avro.getTraits())));

    static final Shape<ReplaceAggregates, dev.berth.avro.command.ReplaceAggregates> REPLACE_AGGREGATES = new Shape<>(
            ReplaceAggregates.class,
            dev.berth.avro.command.ReplaceAggregates.class,
            command -> new dev.berth.avro.command.ReplaceAggregates(
                    command.commandId().toString(),
                    command.provider().toString(),
                    Values.longOrNull(command.expectedGeneration()),
                    texts(command.aggregates())),
            avro -> new ReplaceAggregates(
                    commandId(avro.getCommandId()),
                    provider(avro.getProvider()),
                    Values.optionalLong(avro.getExpectedGeneration()),
                    Values.aggregates(avro.getAggregates())));

    static final Shape<ReportHost, dev.berth.avro.command.ReportHost> REPORT_HOST = new Shape<>(
            ReportHost.class,
            dev.berth.avro.command.ReportHost.class,
            command -> new dev.berth.avro.command.ReportHost(
                    command.commandId().toString(),
                    command.host().toString(),
                    Values.list(command.providers(), ProviderCommands::reported),
                    CellValues.cells(command.cells()),
                    Values.list(command.devices(), DeviceValues::device)),
            avro -> new ReportHost(
                    commandId(avro.getCommandId()),
                    provider(avro.getHost()),
                    Values.immutableList(avro.getProviders(), ProviderCommands::reported),
                    CellValues.cells(avro.getCells()),
                    Values.immutableList(avro.getDevices(), DeviceValues::device)));

    private ProviderCommands() {}

    private static dev.berth.avro.command.ParentChange parentChange(ParentChange change) {
        return new dev.berth.avro.command.ParentChange(
                Values.textOrNull(change.parent()), change.permission().name());
    }

    private static ParentChange parentChange(dev.berth.avro.command.ParentChange change) {
        return new ParentChange(
                Values.parent(change.getParent()), Values.constant(PERMISSIONS, change.getPermission()));
    }

    private static dev.berth.avro.command.ReportedProvider reported(ReportedProvider reported) {
        return new dev.berth.avro.command.ReportedProvider(
                reported.provider().toString(),
                reported.name(),
                Values.textOrNull(reported.parent()),
                inventories(reported.inventories()),
                texts(reported.traits()));
    }

    private static ReportedProvider reported(dev.berth.avro.command.ReportedProvider reported) {
        return new ReportedProvider(
                provider(reported.getProvider()),
                reported.getName(),
                Values.parent(reported.getParent()),
                inventories(reported.getInventories()),
                traits(reported.getTraits()));
    }
}
