package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.berth.cli.placement.FactsReading.Watcher;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Writes what a region of Berth has into an empty Placement. Providers that are held have room for anything while their
 * allocations are written, because a Placement measures those against what there is, which may be less by now. For one
 * export.
 */
public final class FactsExport {
    private static final int CONSUMERS_A_CALL = 100;
    private static final String BEFORE_TYPES = "1.37";
    private static final int TYPES_SINCE = 38;

    private final PlacementClient to;
    private final RegionFacts facts;
    private final int connections;
    private final Watcher watcher;
    private final TreeSet<ProviderId> held = new TreeSet<>();
    private final long size;
    private long done;

    public FactsExport(PlacementClient to, RegionFacts facts, int connections, Watcher watcher) {
        this.to = to;
        this.facts = facts;
        this.connections = connections;
        this.watcher = watcher;
        facts.consumers()
                .values()
                .forEach(consumer -> held.addAll(consumer.allocations().providers()));
        this.size = (long) facts.customClasses().size()
                + facts.customTraits().size()
                + facts.providers().size()
                + facts.consumers().size()
                + held.size();
    }

    /** Writes all of it. */
    public void run() throws InterruptedException {
        watcher.at("writing", 0, size);
        // A Placement on MariaDB that makes two classes at a time may lose one and answer that it was there.
        each(facts.customClasses(), 1, name -> to.put("/resource_classes/" + name));
        each(facts.customTraits(), connections, name -> to.put("/traits/" + name));
        for (List<ImportedProvider> level : levels()) {
            PlacementClient.await(Batch.forEach(
                    level, connections, provider -> create(provider).thenRun(() -> step(1))));
        }
        claim(facts.consumers().values().stream()
                .filter(consumer -> consumer.consumerType().isPresent())
                .toList());
        claim(facts.consumers().values().stream()
                .filter(consumer -> consumer.consumerType().isEmpty())
                .toList());
        PlacementClient.await(Batch.forEach(
                held,
                connections,
                provider -> narrow(facts.providers().get(provider)).thenRun(() -> step(1))));
    }

    private void each(Iterable<?> names, int atATime, Function<Object, CompletableFuture<PlacementAnswer>> call)
            throws InterruptedException {
        PlacementClient.await(Batch.forEach(
                names, atATime, name -> call.apply(name).thenApply(to::granted).thenRun(() -> step(1))));
    }

    /** Providers by their distance from their roots. */
    private List<List<ImportedProvider>> levels() {
        List<List<ImportedProvider>> levels = new ArrayList<>();
        TreeSet<ProviderId> above = new TreeSet<>();
        TreeSet<ProviderId> last = new TreeSet<>();
        List<ImportedProvider> level = new ArrayList<>();
        for (ImportedProvider provider : facts.parentsFirst()) {
            if (provider.parent().isPresent()
                    && !above.contains(provider.parent().get())) {
                levels.add(level);
                level = new ArrayList<>();
                above.addAll(last);
                last.clear();
            }
            level.add(provider);
            last.add(provider.provider());
        }
        levels.add(level);
        return levels;
    }

    private CompletionStage<Void> create(ImportedProvider provider) {
        String path = "/resource_providers/" + provider.provider();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", provider.name());
        body.put("uuid", provider.provider().toString());
        provider.parent().ifPresent(parent -> body.put("parent_provider_uuid", parent.toString()));
        CompletionStage<Long> written = to.post("/resource_providers", body)
                .thenCompose(answer -> settled(answer, path, there -> isSame(provider, there)))
                .thenApply(to::granted)
                .thenApply(answer -> 0L);
        if (!provider.inventories().isEmpty()) {
            ImmutableSortedMap<ResourceClass, InventoryRecord> first =
                    held.contains(provider.provider()) ? roomy(provider.inventories()) : provider.inventories();
            written = written.thenCompose(generation -> write(path, "inventories", FactsJson.json(first), generation));
        }
        if (!provider.traits().isEmpty()) {
            written = written.thenCompose(
                    generation -> write(path, "traits", FactsJson.texts(provider.traits()), generation));
        }
        if (!provider.aggregates().isEmpty()) {
            written = written.thenCompose(
                    generation -> write(path, "aggregates", FactsJson.texts(provider.aggregates()), generation));
        }
        return written.thenAccept(generation -> {});
    }

    /** Replaces a part of a provider; the generation that it has then. */
    private CompletionStage<Long> write(String path, String part, JsonNode value, long generation) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("resource_provider_generation", generation);
        body.set(part, value);
        return to.put(path + "/" + part, body)
                .thenCompose(answer -> settled(answer, path + "/" + part, there -> isSame(part, value, there)))
                .thenApply(
                        answer -> to.read(answer, json -> FactsJson.generation(json, "resource_provider_generation")));
    }

    /** An answer, or what is there, if a repetition was refused and that is what the first attempt was to write. */
    private CompletionStage<PlacementAnswer> settled(
            PlacementAnswer answer, String path, Function<JsonNode, Boolean> isWritten) {
        return answer.isPerhapsDone()
                ? to.get(path).thenApply(there -> to.read(there, isWritten) ? there : answer)
                : CompletableFuture.completedStage(answer);
    }

    private static boolean isSame(ImportedProvider provider, JsonNode there) {
        return FactsJson.text(there, "name").equals(provider.name())
                && FactsJson.textOrNone(there, "parent_provider_uuid")
                        .map(parent -> new ProviderId(FactsJson.uuid(parent)))
                        .equals(provider.parent());
    }

    private static boolean isSame(String part, JsonNode value, JsonNode there) {
        return value.isArray()
                ? FactsJson.set(FactsJson.list(there, part), text -> text).equals(FactsJson.set(value, text -> text))
                : FactsJson.inventories(FactsJson.object(there, part)).equals(FactsJson.inventories(value));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> roomy(
            ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        return ImmutableSortedMap.copyOfSorted(
                new TreeMap<>(Maps.transformValues(inventories, inventory -> InventoryRecord.of(Integer.MAX_VALUE))));
    }

    /** Gives a provider the inventories that it has, whatever is held of them. */
    private CompletionStage<Void> narrow(ImportedProvider provider) {
        String path = "/resource_providers/" + provider.provider();
        return to.get(path)
                .thenApply(answer -> to.read(answer, json -> FactsJson.generation(json, "generation")))
                .thenCompose(
                        generation -> write(path, "inventories", FactsJson.json(provider.inventories()), generation))
                .thenAccept(generation -> {});
    }

    /** One call after another: claims of one provider at the same time get into each other's way. */
    private void claim(List<ImportedConsumer> consumers) throws InterruptedException {
        for (List<ImportedConsumer> some : Lists.partition(ImmutableList.copyOf(consumers), CONSUMERS_A_CALL)) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            some.forEach(consumer -> body.set(consumer.consumer().toString(), FactsJson.claim(consumer)));
            boolean areTyped = some.get(0).consumerType().isPresent();
            PlacementAnswer answer = PlacementClient.await(
                    areTyped || !to.speaks(TYPES_SINCE)
                            ? to.post("/allocations", body)
                            : to.post("/allocations", body, BEFORE_TYPES));
            if (!answer.isPerhapsDone() || !areHeld(some)) {
                to.granted(answer);
            }
            step(some.size());
        }
    }

    /** Whether consumers hold there what they hold here. */
    private boolean areHeld(List<ImportedConsumer> some) throws InterruptedException {
        AtomicBoolean areAll = new AtomicBoolean(true);
        PlacementClient.await(Batch.forEach(
                some,
                connections,
                consumer -> to.get("/allocations/" + consumer.consumer()).thenAccept(answer -> {
                    if (!to.read(answer, there -> isSame(consumer, there))) {
                        areAll.set(false);
                    }
                })));
        return areAll.get();
    }

    private static boolean isSame(ImportedConsumer consumer, JsonNode there) {
        return FactsJson.consumer(consumer.consumer(), there)
                .filter(held -> held.allocations().equals(consumer.allocations())
                        && held.projectId().equals(consumer.projectId())
                        && held.userId().equals(consumer.userId()))
                .isPresent();
    }

    private synchronized void step(int count) {
        done += count;
        watcher.at("writing", done, size);
    }
}
