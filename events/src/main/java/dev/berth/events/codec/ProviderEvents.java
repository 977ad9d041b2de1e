package dev.berth.events.codec;

import static dev.berth.events.codec.Values.provider;
import static dev.berth.events.codec.Values.texts;

import dev.berth.avro.event.ProviderGeneration;
import dev.berth.events.event.AggregatesReplaced;
import dev.berth.events.event.GenerationsAdvanced;
import dev.berth.events.event.HostReported;
import dev.berth.events.event.InventoriesReplaced;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.event.TraitsReplaced;

/** The events about providers and what they have. */
final class ProviderEvents {
    static final Shape<ProviderCreated, dev.berth.avro.event.ProviderCreated> PROVIDER_CREATED = new Shape<>(
            ProviderCreated.class,
            dev.berth.avro.event.ProviderCreated.class,
            event -> new dev.berth.avro.event.ProviderCreated(
                    event.provider().toString(), event.name(), Values.textOrNull(event.parent())),
            avro -> new ProviderCreated(provider(avro.getProvider()), avro.getName(), Values.parent(avro.getParent())));

    static final Shape<ProviderUpdated, dev.berth.avro.event.ProviderUpdated> PROVIDER_UPDATED = new Shape<>(
            ProviderUpdated.class,
            dev.berth.avro.event.ProviderUpdated.class,
            event -> new dev.berth.avro.event.ProviderUpdated(
                    event.provider().toString(), event.name(), Values.textOrNull(event.parent())),
            avro -> new ProviderUpdated(provider(avro.getProvider()), avro.getName(), Values.parent(avro.getParent())));

    static final Shape<ProviderDeleted, dev.berth.avro.event.ProviderDeleted> PROVIDER_DELETED = new Shape<>(
            ProviderDeleted.class,
            dev.berth.avro.event.ProviderDeleted.class,
            event -> new dev.berth.avro.event.ProviderDeleted(event.provider().toString()),
            avro -> new ProviderDeleted(provider(avro.getProvider())));

    static final Shape<InventoriesReplaced, dev.berth.avro.event.InventoriesReplaced> INVENTORIES_REPLACED =
            new Shape<>(
                    InventoriesReplaced.class,
                    dev.berth.avro.event.InventoriesReplaced.class,
                    event -> new dev.berth.avro.event.InventoriesReplaced(
                            event.provider().toString(), event.generation(), Values.inventories(event.inventories())),
                    avro -> new InventoriesReplaced(
                            provider(avro.getProvider()),
                            avro.getGeneration(),
                            Values.inventories(avro.getInventories())));

    static final Shape<TraitsReplaced, dev.berth.avro.event.TraitsReplaced> TRAITS_REPLACED = new Shape<>(
            TraitsReplaced.class,
            dev.berth.avro.event.TraitsReplaced.class,
            event -> new dev.berth.avro.event.TraitsReplaced(
                    event.provider().toString(), event.generation(), texts(event.traits())),
            avro -> new TraitsReplaced(
                    provider(avro.getProvider()), avro.getGeneration(), Values.traits(avro.getTraits())));

    static final Shape<AggregatesReplaced, dev.berth.avro.event.AggregatesReplaced> AGGREGATES_REPLACED = new Shape<>(
            AggregatesReplaced.class,
            dev.berth.avro.event.AggregatesReplaced.class,
            event -> new dev.berth.avro.event.AggregatesReplaced(
                    event.provider().toString(), event.generation(), texts(event.aggregates())),
            avro -> new AggregatesReplaced(
                    provider(avro.getProvider()), avro.getGeneration(), Values.aggregates(avro.getAggregates())));

    static final Shape<GenerationsAdvanced, dev.berth.avro.event.GenerationsAdvanced> GENERATIONS_ADVANCED =
            new Shape<>(
                    GenerationsAdvanced.class,
                    dev.berth.avro.event.GenerationsAdvanced.class,
                    event -> new dev.berth.avro.event.GenerationsAdvanced(Values.list(
                            event.generations().entrySet(),
                            entry -> new ProviderGeneration(entry.getKey().toString(), entry.getValue()))),
                    avro -> new GenerationsAdvanced(Values.map(
                            avro.getGenerations(),
                            entry -> provider(entry.getProvider()),
                            ProviderGeneration::getGeneration)));

    static final Shape<HostReported, dev.berth.avro.event.HostReported> HOST_REPORTED = new Shape<>(
            HostReported.class,
            dev.berth.avro.event.HostReported.class,
            event -> new dev.berth.avro.event.HostReported(
                    event.host().toString(), Values.vouched(event.vouched()), CellValues.cells(event.cells())),
            avro -> new HostReported(
                    provider(avro.getHost()), Values.vouched(avro.getVouched()), CellValues.cells(avro.getCells())));

    private ProviderEvents() {}
}
