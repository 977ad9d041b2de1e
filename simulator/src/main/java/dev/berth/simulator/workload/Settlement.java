package dev.berth.simulator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.ConsumerId;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Compares the schedulers' books with the service's once the schedulers have ended: every consumer holds what was
 * granted, every provider's usage is the sum of what is allocated from it, and the project's usage is the sum of the
 * books.
 */
public final class Settlement {
    private static final int WIDTH = 16;

    private final PlacementClient client;
    private final Holdings holdings;
    private final List<Discrepancy> differences = new ArrayList<>();

    public Settlement(PlacementClient client, Holdings holdings) {
        this.client = client;
        this.holdings = holdings;
    }

    /** Reads everything back; where an answer was lost, the books learn from the service what came of it. */
    public ImmutableList<Discrepancy> check() throws InterruptedException {
        return settle(() -> Future.fromCompletionStage(Batch.forEach(
                        holdings.consumers(),
                        WIDTH,
                        consumer -> checkConsumer(consumer).toCompletionStage()))
                .compose(ignored -> Future.fromCompletionStage(Batch.forEach(
                        holdings.touchedProviders(),
                        WIDTH,
                        provider -> checkProvider(provider).toCompletionStage())))
                .compose(ignored -> checkProject()));
    }

    /** Releases all that the books hold; what is left of the project then is a difference. */
    public ImmutableList<Discrepancy> releaseAll() throws InterruptedException {
        return settle(() -> Future.fromCompletionStage(Batch.forEach(
                        holdings.consumers(),
                        WIDTH,
                        consumer -> release(consumer).toCompletionStage()))
                .compose(ignored -> checkProject()));
    }

    private ImmutableList<Discrepancy> settle(Supplier<Future<Void>> work) throws InterruptedException {
        differences.clear();
        try {
            client.onLoop(work).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the service at " + client.base() + " could not be read back: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return ImmutableList.copyOf(differences);
    }

    private Future<Void> checkConsumer(ConsumerId consumer) {
        return read("/allocations/" + consumer).map(json -> {
            Holding found = Holding.of(json.path("allocations"));
            boolean isAsGranted = found.equals(holdings.of(consumer));
            boolean isAsAsked = holdings.doubtful(consumer).map(found::equals).orElse(false);
            if (!isAsGranted && !isAsAsked) {
                String or =
                        holdings.doubtful(consumer).map(asked -> " or " + asked).orElse("");
                differences.add(new Discrepancy("consumer " + consumer, holdings.of(consumer) + or, found.toString()));
            }
            holdings.confirm(consumer, found);
            return null;
        });
    }

    private Future<Void> checkProvider(String provider) {
        String path = "/resource_providers/" + provider;
        return Future.all(read(path + "/allocations"), read(path + "/usages")).map(both -> {
            JsonNode allocations = both.resultAt(0);
            JsonNode usages = both.resultAt(1);
            TreeMap<String, Long> sums = new TreeMap<>();
            Holding.of(allocations.path("allocations")).addTo(sums);
            compare("usage of provider " + provider, ImmutableSortedMap.copyOf(sums), amounts(usages));
            return null;
        });
    }

    private Future<Void> checkProject() {
        return read("/usages?project_id=" + holdings.projectId()).map(json -> {
            compare("usage of project " + holdings.projectId(), holdings.totals(), amounts(json));
            return null;
        });
    }

    private Future<Void> release(ConsumerId consumer) {
        return client.send(PlacementRequest.delete("/allocations/" + consumer)).map(answer -> {
            if (answer.status() != 204) {
                differences.add(new Discrepancy("release of " + consumer, "204", answer.toString()));
            } else {
                holdings.confirm(consumer, Holding.NOTHING);
            }
            return null;
        });
    }

    private void compare(String subject, ImmutableSortedMap<String, Long> expected, Map<String, Long> found) {
        if (!expected.equals(found)) {
            differences.add(new Discrepancy(subject, expected.toString(), found.toString()));
        }
    }

    /** The usages that are not zero: the API also lists classes that nobody uses. */
    private static Map<String, Long> amounts(JsonNode json) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> usage : json.path("usages").properties()) {
            if (usage.getValue().asLong() != 0) {
                amounts.put(usage.getKey(), usage.getValue().asLong());
            }
        }
        return amounts;
    }

    private Future<JsonNode> read(String path) {
        return client.send(PlacementRequest.get(path))
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.json())
                        : Future.failedFuture(
                                new IllegalStateException("expected 200 of GET " + path + " but got " + answer)));
    }
}
