package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import dev.berth.cli.placement.FactsReading.Watcher;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Makes a region of Berth what another Placement is. Only what differs is appended, names first, then what is in the
 * way, then providers behind their parents, then consumers; so one that was stopped goes on where it was. For one
 * import.
 */
public final class FactsImport {
    private static final int NAMES_A_CALL = 512;
    private static final int PROVIDERS_A_CALL = 256;
    private static final int VALUES_A_CALL = 4_096;
    private static final int CONSUMERS_A_CALL = 512;
    private static final int AMOUNTS_A_CALL = 2_048;
    private static final int CONFLICT = 409;

    private final PlacementClient berth;
    private final RegionFacts there;
    private final RegionFacts here;
    private final boolean isMirror;
    private final int connections;
    private final Watcher watcher;
    private final AtomicLong done = new AtomicLong();

    private final ImmutableList<String> classes;
    private final ImmutableList<String> traits;

    /** Paths of names that are only here. */
    private final ImmutableList<String> retired;

    private final List<ConsumerId> released = new ArrayList<>();
    private final List<ImportedProvider> deleted = new ArrayList<>();
    private final List<ImportedProvider> renamed = new ArrayList<>();
    private final List<ImportedProvider> placed = new ArrayList<>();
    private final List<ImportedProvider> moved = new ArrayList<>();
    private final List<ImportedConsumer> consumers = new ArrayList<>();

    /**
     * @param isMirror whether what is only here goes: providers, consumers and custom names
     * @param connections calls under way at a time, where their order does not matter
     */
    public FactsImport(
            PlacementClient berth,
            RegionFacts there,
            RegionFacts here,
            boolean isMirror,
            int connections,
            Watcher watcher) {
        this.berth = berth;
        this.there = there;
        this.here = here;
        this.isMirror = isMirror;
        this.connections = connections;
        this.watcher = watcher;
        this.classes = texts(Sets.difference(there.customClasses(), here.customClasses()));
        this.traits = texts(Sets.difference(there.customTraits(), here.customTraits()));
        this.retired = isMirror ? retired(there, here) : ImmutableList.of();
        planProviders();
        planConsumers();
    }

    private static ImmutableList<String> retired(RegionFacts there, RegionFacts here) {
        return ImmutableList.<String>builder()
                .addAll(Iterables.transform(
                        Sets.difference(here.customTraits(), there.customTraits()), name -> "/traits/" + name))
                .addAll(Iterables.transform(
                        Sets.difference(here.customClasses(), there.customClasses()),
                        name -> "/resource_classes/" + name))
                .build();
    }

    private static ImmutableList<String> texts(Iterable<?> values) {
        return ImmutableList.copyOf(Iterables.transform(values, Object::toString));
    }

    private void planProviders() {
        for (ImportedProvider provider : there.parentsFirst()) {
            ImportedProvider known = here.providers().get(provider.provider());
            if (known != null && !known.name().equals(provider.name())) {
                renamed.add(provider);
            }
            if (known != null && !known.parent().equals(provider.parent())) {
                moved.add(provider);
            } else if (!provider.equals(known)) {
                placed.add(provider);
            }
        }
        if (isMirror) {
            for (ImportedProvider known : here.parentsFirst().reverse()) {
                if (!there.providers().containsKey(known.provider())) {
                    deleted.add(known);
                }
            }
        }
    }

    private void planConsumers() {
        for (Map.Entry<ConsumerId, ImportedConsumer> entry : there.consumers().entrySet()) {
            ImportedConsumer known = here.consumers().get(entry.getKey());
            if (!entry.getValue().equals(known)) {
                consumers.add(entry.getValue());
                if (known != null) {
                    released.add(entry.getKey());
                }
            }
        }
        if (isMirror) {
            released.addAll(
                    Sets.difference(here.consumers().keySet(), there.consumers().keySet()));
        }
    }

    /** Things to append, each a name, provider or consumer. */
    public long size() {
        return (long) classes.size()
                + traits.size()
                + released.size()
                + deleted.size()
                + renamed.size()
                + placed.size()
                + moved.size()
                + consumers.size()
                + retired.size();
    }

    /** How many of them are appended. */
    public long done() {
        return done.get();
    }

    /** What would be appended, or is, in numbers. */
    public ObjectNode counts() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resource_classes", classes.size())
                .put("traits", traits.size())
                .put("providers", placed.size() + moved.size())
                .put("consumers", consumers.size())
                .put("released", released.size())
                .put("renamed", renamed.size())
                .put("moved", moved.size())
                .put("deleted", deleted.size())
                .put("names_deleted", retired.size());
    }

    /** Appends all of it. */
    public void run() throws InterruptedException {
        watcher.at("appending", 0, size());
        for (List<String> names : Lists.partition(classes, NAMES_A_CALL)) {
            append("resource_classes", FactsJson.texts(names));
        }
        for (List<String> names : Lists.partition(traits, NAMES_A_CALL)) {
            append("traits", FactsJson.texts(names));
        }
        PlacementClient.await(Batch.forEach(released, connections, this::release));
        List<ImportedProvider> kept = delete(deleted);
        for (ImportedProvider provider : renamed) {
            put(provider, here.providers().get(provider.provider()));
        }
        append(placed);
        for (ImportedProvider provider : moved) {
            put(provider, provider);
        }
        append(moved);
        // Those that stay, because something below them does, are reported as differences.
        delete(kept);
        appendConsumers();
        for (String name : retired) {
            delete(name);
        }
    }

    /** One that is in use stays, and is reported as a difference. */
    private void delete(String name) throws InterruptedException {
        PlacementAnswer answer = PlacementClient.await(berth.delete(name));
        if (answer.status() != CONFLICT) {
            berth.gone(answer);
            step(1);
        }
    }

    private CompletionStage<?> release(ConsumerId consumer) {
        return berth.delete("/allocations/" + consumer).thenAccept(answer -> {
            berth.gone(answer);
            step(1);
        });
    }

    /** Deletes providers, and says which of them could not be yet, because something is below them. */
    private List<ImportedProvider> delete(List<ImportedProvider> gone) throws InterruptedException {
        List<ImportedProvider> kept = new ArrayList<>();
        for (ImportedProvider provider : gone) {
            PlacementAnswer answer = PlacementClient.await(berth.delete("/resource_providers/" + provider.provider()));
            if (answer.status() == CONFLICT) {
                kept.add(provider);
            } else {
                berth.gone(answer);
                step(1);
            }
        }
        return kept;
    }

    private void put(ImportedProvider provider, ImportedProvider place) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", provider.name());
        body.put(
                "parent_provider_uuid", place.parent().map(ProviderId::toString).orElse(null));
        berth.granted(PlacementClient.await(berth.put("/resource_providers/" + provider.provider(), body)));
        step(place == provider ? 0 : 1);
    }

    private void append(List<ImportedProvider> providers) throws InterruptedException {
        append(
                "providers",
                providers,
                PROVIDERS_A_CALL,
                VALUES_A_CALL,
                provider -> provider.inventories().size()
                        + provider.traits().size()
                        + provider.aggregates().size(),
                FactsJson::json);
    }

    private void appendConsumers() throws InterruptedException {
        append(
                "consumers",
                consumers,
                CONSUMERS_A_CALL,
                AMOUNTS_A_CALL,
                consumer -> consumer.allocations().count(),
                FactsJson::json);
    }

    /**
     * Appends them in as few calls as their bounds allow.
     *
     * @param partsMax how many parts of them, as counted by {@code parts}, go into a call with more than one of them
     */
    private <T> void append(
            String field,
            List<T> items,
            int itemsMax,
            int partsMax,
            ToIntFunction<T> parts,
            Function<T, ObjectNode> json)
            throws InterruptedException {
        ArrayNode next = JsonNodeFactory.instance.arrayNode();
        int taken = 0;
        for (T item : items) {
            int more = parts.applyAsInt(item);
            if (next.size() == itemsMax || !next.isEmpty() && taken + more > partsMax) {
                append(field, next);
                next = JsonNodeFactory.instance.arrayNode();
                taken = 0;
            }
            next.add(json.apply(item));
            taken += more;
        }
        append(field, next);
    }

    private void append(String field, ArrayNode items) throws InterruptedException {
        if (items.isEmpty()) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set(field, items);
        berth.granted(PlacementClient.await(berth.post("/import", body)));
        step(items.size());
    }

    private synchronized void step(int count) {
        watcher.at("appending", done.addAndGet(count), size());
    }
}
