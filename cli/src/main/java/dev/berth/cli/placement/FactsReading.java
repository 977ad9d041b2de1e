package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import com.google.common.net.UrlEscapers;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Reads all that a Placement has: five calls a provider and one a consumer, a bounded number at a time. A provider that
 * is written to between its five calls is read again. For one reading.
 */
public final class FactsReading {
    /** Shows how far it has come. */
    public interface Watcher {
        void at(String what, long done, long all);
    }

    private static final int TRIES = 5;

    private final PlacementClient client;
    private final int connections;
    private final Watcher watcher;
    private final List<String> unusable = Collections.synchronizedList(new ArrayList<>());
    private final List<String> moved = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentSkipListMap<ProviderId, ImportedProvider> providers = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<ConsumerId, ImportedConsumer> consumers = new ConcurrentSkipListMap<>();

    /** How each provider says that it is held, by the consumer's id as it is written there. */
    private final ConcurrentSkipListMap<String, ConcurrentSkipListMap<ProviderId, JsonNode>> holders =
            new ConcurrentSkipListMap<>();

    public FactsReading(PlacementClient client, int connections, Watcher watcher) {
        this.client = client;
        this.connections = connections;
        this.watcher = watcher;
    }

    /** A provider as the list has it. */
    private record Listed(ProviderId id, String text, String name, Optional<ProviderId> parent, long generation) {}

    /** Waits until all is read. */
    public RegionFacts read() throws InterruptedException {
        Names names = names();
        each("providers", listed(), this::readProvider);
        requireOneFormOfEach();
        each("consumers", List.copyOf(holders.keySet()), this::readConsumer);
        return facts(names);
    }

    /** Waits until these are read, as far as they are there, and all names. */
    public PartialFacts read(Set<ProviderId> some, Set<ConsumerId> others) throws InterruptedException {
        Names names = names();
        List<Listed> listed = listed();
        TreeMap<ProviderId, Optional<ProviderId>> parents = new TreeMap<>();
        listed.forEach(each -> parents.put(each.id(), each.parent()));
        each(
                "providers",
                listed.stream().filter(each -> some.contains(each.id())).toList(),
                this::readProvider);
        requireOneFormOfEach();
        ImmutableSortedSet.Builder<ConsumerId> holding = ImmutableSortedSet.naturalOrder();
        holders.keySet()
                .forEach(text -> FactsJson.uuidOf(text).map(ConsumerId::new).ifPresent(holding::add));
        each("consumers", others.stream().map(ConsumerId::toString).toList(), this::readConsumer);
        return new PartialFacts(facts(names), ImmutableSortedMap.copyOfSorted(parents), holding.build());
    }

    /** A Placement takes an id with its dashes and the same without for two consumers; here it is one. */
    private void requireOneFormOfEach() {
        TreeMap<UUID, String> forms = new TreeMap<>();
        for (String text : holders.keySet()) {
            FactsJson.uuidOf(text).ifPresent(id -> {
                String other = forms.putIfAbsent(id, text);
                if (other != null) {
                    unusable.add("consumer " + id + " is there twice, as " + MalformedException.quoted(other) + " and "
                            + MalformedException.quoted(text)
                            + ": release one of them there and claim for it again under another UUID");
                }
            });
        }
    }

    /** Some forms of a UUID have braces, which no path may have as they are. */
    private static String segment(String text) {
        return UrlEscapers.urlPathSegmentEscaper().escape(text);
    }

    private record Names(TreeSet<ResourceClass> classes, ImmutableSortedSet<Trait> traits) {}

    private Names names() throws InterruptedException {
        return new Names(
                got("/resource_classes", answer -> {
                    TreeSet<ResourceClass> classes = new TreeSet<>();
                    for (JsonNode json : FactsJson.list(answer, "resource_classes")) {
                        classes.add(ResourceClass.of(FactsJson.text(json, "name")));
                    }
                    return classes;
                }),
                got("/traits", FactsJson::traits));
    }

    private RegionFacts facts(Names names) {
        return new RegionFacts(
                ImmutableSortedSet.copyOfSorted(names.classes()),
                names.traits(),
                ImmutableSortedMap.copyOfSorted(providers),
                ImmutableSortedMap.copyOfSorted(consumers),
                sorted(unusable),
                sorted(moved));
    }

    /**
     * What has changed at the source since these were read, as far as the list of its providers and what is held of
     * them show it: a release is not in the list, because it changes no generation.
     */
    public ImmutableList<String> movedSince(RegionFacts facts) throws InterruptedException {
        TreeSet<ProviderId> gone = new TreeSet<>(facts.providers().keySet());
        TreeMap<ProviderId, TreeMap<ConsumerId, Map<ResourceClass, Long>>> held = held(facts);
        List<Listed> unmoved = new ArrayList<>();
        for (Listed now : listed()) {
            gone.remove(now.id());
            ImportedProvider before = facts.providers().get(now.id());
            if (before == null) {
                moved.add("provider " + now.id() + " (" + now.name() + ") is new there");
            } else if (before.generation() != now.generation()
                    || !before.name().equals(now.name())
                    || !before.parent().equals(now.parent())) {
                moved.add(RegionFacts.named(before) + " was written to there");
            } else if (held.containsKey(now.id())) {
                unmoved.add(now);
            }
        }
        gone.forEach(id -> moved.add(RegionFacts.named(facts.providers().get(id)) + " is gone there"));
        each("what is held", unmoved, provider -> lookAgain(provider, held.get(provider.id())));
        return sorted(moved);
    }

    private static TreeMap<ProviderId, TreeMap<ConsumerId, Map<ResourceClass, Long>>> held(RegionFacts facts) {
        TreeMap<ProviderId, TreeMap<ConsumerId, Map<ResourceClass, Long>>> held = new TreeMap<>();
        facts.consumers()
                .values()
                .forEach(each -> each.allocations()
                        .forEach((provider, amounts) -> held.computeIfAbsent(provider, none -> new TreeMap<>())
                                .put(each.consumer(), amounts)));
        return held;
    }

    private CompletionStage<Void> lookAgain(Listed provider, Map<ConsumerId, Map<ResourceClass, Long>> before) {
        String path = "/resource_providers/" + segment(provider.text()) + "/allocations";
        return client.get(path).thenAccept(answer -> {
            if (answer.isNotFound()) {
                moved.add("provider " + provider.id() + " (" + provider.name() + ") is gone there");
                return;
            }
            Map<ConsumerId, Map<ResourceClass, Long>> now = client.read(answer, FactsReading::holders);
            Sets.union(before.keySet(), now.keySet()).stream()
                    .filter(consumer -> !Objects.equals(before.get(consumer), now.get(consumer)))
                    .forEach(consumer -> moved.add("consumer " + consumer + " was written to there"));
        });
    }

    private static Map<ConsumerId, Map<ResourceClass, Long>> holders(JsonNode answer) {
        TreeMap<ConsumerId, Map<ResourceClass, Long>> holders = new TreeMap<>();
        for (Map.Entry<String, JsonNode> held :
                FactsJson.object(answer, "allocations").properties()) {
            holders.put(
                    new ConsumerId(FactsJson.uuid(held.getKey())),
                    FactsJson.amounts(FactsJson.object(held.getValue(), "resources")));
        }
        return holders;
    }

    private static ImmutableList<String> sorted(List<String> lines) {
        synchronized (lines) {
            return lines.stream().sorted().distinct().collect(ImmutableList.toImmutableList());
        }
    }

    private <T> T got(String path, Function<JsonNode, T> reading) throws InterruptedException {
        return client.read(PlacementClient.await(client.get(path)), reading);
    }

    private List<Listed> listed() throws InterruptedException {
        List<Listed> listed = new ArrayList<>();
        TreeMap<String, ProviderId> names = new TreeMap<>();
        TreeSet<ProviderId> ids = new TreeSet<>();
        for (JsonNode json : got("/resource_providers", answer -> FactsJson.list(answer, "resource_providers"))) {
            try {
                String text = FactsJson.text(json, "uuid");
                Listed provider = new Listed(
                        new ProviderId(FactsJson.uuid(text)),
                        text,
                        FactsJson.text(json, "name"),
                        FactsJson.textOrNone(json, "parent_provider_uuid")
                                .map(parent -> new ProviderId(FactsJson.uuid(parent))),
                        FactsJson.generation(json, "generation"));
                ProviderId namesake = names.put(provider.name(), provider.id());
                if (namesake != null) {
                    unusable.add("providers " + namesake + " and " + provider.id() + " have one name, "
                            + MalformedException.quoted(provider.name()) + ": rename one of them there");
                }
                if (ids.add(provider.id())) {
                    listed.add(provider);
                } else {
                    unusable.add("provider " + provider.id() + " is in the list there twice: look at what answers");
                }
            } catch (MalformedException e) {
                unusable.add("a provider in the list there, "
                        + MalformedException.quoted(json.path("uuid").asText("?")) + ": " + e.getMessage());
            }
        }
        return listed;
    }

    private <T> void each(String what, List<T> items, Function<T, CompletionStage<?>> action)
            throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        watcher.at(what, 0, items.size());
        PlacementClient.await(Batch.forEach(
                items,
                connections,
                item -> action.apply(item).thenRun(() -> {
                    synchronized (done) {
                        watcher.at(what, done.incrementAndGet(), items.size());
                    }
                })));
    }

    private CompletionStage<Void> readProvider(Listed listed) {
        return readProvider(listed, 1);
    }

    private CompletionStage<Void> readProvider(Listed listed, int attempt) {
        String path = "/resource_providers/" + segment(listed.text());
        List<PlacementAnswer> answers = new ArrayList<>();
        CompletionStage<?> asked = CompletableFuture.completedStage(null);
        // The usages come last: what is only released in between leaves less of them than was listed, never more.
        for (String part : List.of("/inventories", "/traits", "/aggregates", "/allocations", "/usages")) {
            asked = asked.thenCompose(before -> client.get(path + part).thenAccept(answers::add));
        }
        return asked.thenCompose(all -> {
            if (answers.stream().anyMatch(PlacementAnswer::isNotFound)) {
                moved.add("provider " + listed.id() + " (" + listed.name() + ") went away while it was read");
                return CompletableFuture.completedStage(null);
            }
            List<JsonNode> parts = answers.stream()
                    .map(client::granted)
                    .map(PlacementAnswer::json)
                    .toList();
            try {
                TreeSet<Long> generations = new TreeSet<>();
                for (JsonNode part : parts) {
                    generations.add(FactsJson.generation(part, "resource_provider_generation"));
                }
                Optional<String> hidden = HiddenHolders.in(
                        FactsJson.object(parts.get(3), "allocations"), FactsJson.object(parts.get(4), "usages"));
                if ((generations.size() > 1 || hidden.isPresent()) && attempt < TRIES) {
                    return readProvider(listed, attempt + 1);
                }
                take(listed, generations, parts);
                if (hidden.isPresent()) {
                    throw new MalformedException(hidden.get());
                }
            } catch (MalformedException e) {
                unusable.add("provider " + listed.id() + " (" + listed.name() + "): " + e.getMessage());
            }
            return CompletableFuture.completedStage(null);
        });
    }

    private void take(Listed listed, TreeSet<Long> generations, List<JsonNode> parts) {
        if (generations.size() > 1) {
            throw new MalformedException("its five answers name the generations " + generations + ", " + TRIES
                    + " times: stop what writes to it there, or look at what gives these answers");
        }
        if (generations.first() < listed.generation()) {
            throw new MalformedException("its generation fell from " + listed.generation() + " in the list to "
                    + generations.first() + ", which no Placement does: look at what gives these answers");
        }
        providers.put(
                listed.id(),
                new ImportedProvider(
                        listed.id(),
                        listed.name(),
                        listed.parent(),
                        generations.first(),
                        FactsJson.inventories(FactsJson.object(parts.get(0), "inventories")),
                        FactsJson.traits(parts.get(1)),
                        FactsJson.aggregates(parts.get(2))));
        for (Map.Entry<String, JsonNode> held : parts.get(3).path("allocations").properties()) {
            holders.computeIfAbsent(held.getKey(), none -> new ConcurrentSkipListMap<>())
                    .put(listed.id(), held.getValue());
        }
    }

    private CompletionStage<Void> readConsumer(String text) {
        ConsumerId id;
        try {
            id = new ConsumerId(FactsJson.uuid(text));
        } catch (MalformedException e) {
            unusable.add("consumer " + MalformedException.quoted(text) + ": " + e.getMessage()
                    + "; release it there and claim for it again under a UUID");
            return CompletableFuture.completedStage(null);
        }
        return client.get("/allocations/" + segment(text)).thenAccept(answer -> {
            try {
                take(id, client.granted(answer).json(), holders.get(text));
            } catch (MalformedException e) {
                unusable.add("consumer " + id + ": " + e.getMessage());
            }
        });
    }

    private void take(ConsumerId id, JsonNode answer, Map<ProviderId, JsonNode> seen) {
        Optional<ImportedConsumer> read = FactsJson.consumer(id, answer);
        read.ifPresent(consumer -> consumers.put(id, consumer));
        if (seen == null) {
            // It was asked for by its id, not because a provider names it.
            return;
        }
        boolean isAsSeen = read.isPresent()
                && read.get().allocations().providers().equals(seen.keySet())
                && seen.entrySet().stream()
                        .allMatch(entry -> FactsJson.amounts(entry.getValue().path("resources"))
                                .equals(read.get().allocations().from(entry.getKey())));
        if (!isAsSeen) {
            moved.add("consumer " + id + " was written to while it was read");
        }
    }
}
