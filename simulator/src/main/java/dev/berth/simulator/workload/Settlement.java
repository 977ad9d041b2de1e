package dev.berth.simulator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.ConsumerId;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Compares the schedulers' books with the service's once the schedulers have ended: every consumer holds what was
 * granted, every provider's usage is the sum of what is allocated from it, and the project's usage is the sum of the
 * books.
 */
public final class Settlement {
    private static final int WIDTH = 16;
    private static final int SERVER_ERROR = 500;
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BEFORE_RETRY = Duration.ofMillis(100);

    private final PlacementClient client;
    private final Holdings holdings;
    private final Duration releaseTimeout;
    private final List<Discrepancy> differences = new ArrayList<>();

    /** A request was not answered as it must be: the service may have ended, and each further one could wait for it. */
    private boolean isGivenUp;

    /** A release was given up: of the others none is tried again, so that they cannot wait one after the other. */
    private boolean isImpatient;

    /** When a release was last answered. */
    private long answeredNanos;

    public Settlement(PlacementClient client, Holdings holdings) {
        this(client, holdings, RELEASE_TIMEOUT);
    }

    /** @param releaseTimeout for how long a release that is not answered is tried again */
    Settlement(PlacementClient client, Holdings holdings, Duration releaseTimeout) {
        this.client = client;
        this.holdings = holdings;
        this.releaseTimeout = releaseTimeout;
    }

    /**
     * Reads everything back; where an answer was lost, the books learn from the service what came of it. A read that
     * fails is a difference, and nothing more is read then.
     */
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

    /**
     * Releases all that the books hold, or may hold; what is left of the project then is a difference. What the service
     * does not say to be released stays in the books. Ends early only where no release is answered any more.
     */
    public ImmutableList<Discrepancy> releaseAll() throws InterruptedException {
        answeredNanos = System.nanoTime();
        isImpatient = false;
        return settle(() -> Future.fromCompletionStage(Batch.forEach(
                        holdings.consumers(),
                        WIDTH,
                        consumer -> release(consumer, System.nanoTime()).toCompletionStage()))
                .compose(ignored -> checkProject()));
    }

    private ImmutableList<Discrepancy> settle(Supplier<Future<Void>> work) throws InterruptedException {
        differences.clear();
        isGivenUp = false;
        try {
            client.onLoop(work).toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("expected books to be settled whatever is answered", e.getCause());
        }
        return ImmutableList.copyOf(differences);
    }

    private Future<Void> checkConsumer(ConsumerId consumer) {
        return read("/allocations/" + consumer, json -> {
            Holding found = Holding.of(json.path("allocations"));
            boolean isAsGranted = found.equals(holdings.of(consumer));
            boolean isAsAsked = holdings.doubtful(consumer).map(found::equals).orElse(false);
            if (!isAsGranted && !isAsAsked) {
                String or =
                        holdings.doubtful(consumer).map(asked -> " or " + asked).orElse("");
                differences.add(new Discrepancy("consumer " + consumer, holdings.of(consumer) + or, found.toString()));
            }
            holdings.confirm(consumer, found);
        });
    }

    private Future<Void> checkProvider(String provider) {
        String path = "/resource_providers/" + provider;
        TreeMap<String, Long> sums = new TreeMap<>();
        return read(
                        path + "/allocations",
                        json -> Holding.of(json.path("allocations")).addTo(sums))
                .compose(ignored -> read(
                        path + "/usages",
                        json -> compare(
                                "usage of provider " + provider, ImmutableSortedMap.copyOf(sums), amounts(json))));
    }

    private Future<Void> checkProject() {
        return read(
                "/usages?project_id=" + holdings.projectId(),
                json -> compare("usage of project " + holdings.projectId(), holdings.totals(), amounts(json)));
    }

    private Future<Void> release(ConsumerId consumer, long begunNanos) {
        return isGivenUp
                ? Future.succeededFuture()
                : client.sendUntilServed(PlacementRequest.delete("/allocations/" + consumer))
                        .map(Optional::of)
                        .otherwise(lost -> Optional.empty())
                        .compose(answer -> released(consumer, answer, begunNanos));
    }

    private Future<Void> released(ConsumerId consumer, Optional<PlacementAnswer> answer, long begunNanos) {
        long now = System.nanoTime();
        if (answer.filter(given -> given.status() < SERVER_ERROR).isPresent()) {
            answeredNanos = now;
        } else {
            holdings.doubt(consumer, Holding.NOTHING);
            if (!isImpatient && now - begunNanos < releaseTimeout.toNanos()) {
                return after(BEFORE_RETRY).compose(ignored -> release(consumer, begunNanos));
            }
            isImpatient = true;
            isGivenUp = now - answeredNanos >= releaseTimeout.toNanos();
        }
        boolean isGone = answer.filter(given -> given.status() == 404).isPresent();
        boolean isExpected = answer.filter(given -> given.status() == 204).isPresent()
                || isGone && holdings.doubtful(consumer).isPresent();
        if (!isExpected) {
            String found = answer.map(PlacementAnswer::toString).orElse("no answer");
            differences.add(new Discrepancy("release of " + consumer, "204", found));
        }
        if (isExpected || isGone) {
            holdings.confirm(consumer, Holding.NOTHING);
        }
        return Future.succeededFuture();
    }

    private Future<Void> after(Duration delay) {
        Promise<Void> waited = Promise.promise();
        client.after(delay, waited::complete);
        return waited.future();
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

    /** Never fails. */
    private Future<Void> read(String path, Consumer<JsonNode> check) {
        if (isGivenUp) {
            return Future.succeededFuture();
        }
        return client.sendUntilServed(PlacementRequest.get(path))
                .<Void>map(answer -> {
                    if (answer.status() == 200) {
                        check.accept(answer.json());
                    } else {
                        giveUpReading(path, answer.toString());
                    }
                    return null;
                })
                .otherwise(lost -> {
                    giveUpReading(path, FailureWords.of(lost));
                    return null;
                });
    }

    private void giveUpReading(String path, String found) {
        if (!isGivenUp) {
            differences.add(new Discrepancy("answer to GET " + path, "200", found + "; nothing more was read back"));
        }
        isGivenUp = true;
    }
}
