package dev.berth.simulator.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs clients that claim one VCPU and release it, on providers that have enough for all of them, and readers beside
 * them. What is held until the end is released then, and that is not measured. In the end nothing may be in use.
 */
public final class ClaimLoad {
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(100);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(60);
    private static final String USER = "simulator";

    private final PlacementClient client;
    private final PlacementClient metrics;
    private final ClaimLoadSpec spec;
    private final Duration releaseTimeout;
    private final BooleanSupplier isStopped;
    private final String project = "load-" + UUID.randomUUID();
    private final LoadCounts counts = new LoadCounts();
    private final List<ClaimingClient> claiming = new ArrayList<>();

    /**
     * @param client of at least as many connections as there are clients and readers
     * @param metrics asks at the service's root
     */
    public ClaimLoad(PlacementClient client, PlacementClient metrics, ClaimLoadSpec spec) {
        this(client, metrics, spec, () -> false);
    }

    /**
     * As above.
     *
     * @param isStopped whether to claim nothing more and release all that is held; asked on the client's event loop
     */
    public ClaimLoad(PlacementClient client, PlacementClient metrics, ClaimLoadSpec spec, BooleanSupplier isStopped) {
        this(client, metrics, spec, RELEASE_TIMEOUT, isStopped);
    }

    /** @param releaseTimeout for how long a release that is not answered is tried again */
    ClaimLoad(
            PlacementClient client,
            PlacementClient metrics,
            ClaimLoadSpec spec,
            Duration releaseTimeout,
            BooleanSupplier isStopped) {
        this.releaseTimeout = releaseTimeout;
        this.isStopped = isStopped;
        this.client = client;
        this.metrics = metrics;
        this.spec = spec;
    }

    /** Whose all consumers of this load are. */
    public String projectId() {
        return project;
    }

    /**
     * How far a load has come.
     *
     * @param held how many consumers hold what they have claimed until it has ended
     */
    public record Progress(double share, long claimed, long putOff, long held) {}

    /**
     * Blocks until all have ended, also where the service has.
     *
     * @param progress called several times a second, on the client's event loop, which it must not block
     */
    public ClaimLoadReport run(Consumer<Progress> progress) throws InterruptedException {
        Optional<Duration> before = get(ServiceCpu.taken(metrics));
        Ran ran = get(client.onLoop(() -> start(progress)));
        Optional<Duration> after = get(ServiceCpu.taken(metrics));
        get(client.onLoop(() -> releaseHeld(progress)));
        boolean isNothingInUse = get(client.onLoop(this::requireNothingInUse));
        ImmutableSortedSet<ConsumerId> unreleased = claiming.stream()
                .flatMap(each -> each.unreleased().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        return new ClaimLoadReport(
                spec,
                ran.wall(),
                ran.lines(),
                before.flatMap(then -> after.map(now -> now.minus(then))),
                counts.complaints(),
                isNothingInUse && unreleased.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ClaimLoadReport.Held(project, unreleased)));
    }

    private record Ran(Duration wall, ImmutableList<LoadLine> lines) {}

    private Future<Ran> start(Consumer<Progress> progress) {
        LoadCalls calls = new LoadCalls(client, spec.limit(), counts, isStopped);
        ImmutableMap<ProviderId, Buffer> bodies = Maps.toMap(spec.providers(), this::claim);
        SplittableRandom seeds = new SplittableRandom(spec.seed());
        long periodNanos = spec.claimsPerSecond() == 0 ? 0 : Math.round(1e9 * spec.clients() / spec.claimsPerSecond());
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < spec.clients(); i++) {
            ClaimingClient one = new ClaimingClient(
                    calls, seeds.split(), spec.providers(), bodies::get, periodNanos, releaseTimeout, spec.isHeld());
            claiming.add(one);
            running.add(one.run());
        }
        for (int i = 0; i < spec.readers(); i++) {
            running.add(new ReadingClient(calls, seeds.split(), spec.providers()).run());
        }
        Runnable silence = client.every(PROGRESS_EVERY, () -> progress.accept(at(calls.share())));
        return Future.all(running)
                .map(all -> calls.elapsed())
                .map(wall -> new Ran(wall, counts.lines(wall)))
                .onComplete(ended -> silence.run());
    }

    private Progress at(double share) {
        long held = claiming.stream().mapToLong(ClaimingClient::held).sum();
        return new Progress(share, counts.doneOf(LoadKind.CLAIM), counts.putOffOf(LoadKind.CLAIM), held);
    }

    private Future<Void> releaseHeld(Consumer<Progress> progress) {
        Runnable silence = client.every(PROGRESS_EVERY, () -> progress.accept(at(1)));
        List<Future<Void>> releasing =
                claiming.stream().map(ClaimingClient::releaseHeld).toList();
        return Future.all(releasing).<Void>mapEmpty().onComplete(ended -> silence.run());
    }

    private Buffer claim(ProviderId provider) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("allocations")
                .putObject(provider.toString())
                .putObject("resources")
                .put("VCPU", 1);
        body.putNull("consumer_generation");
        body.put("project_id", project).put("user_id", USER);
        return Buffer.buffer(body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is so, which it must be. */
    private Future<Boolean> requireNothingInUse() {
        return client.send(PlacementRequest.get("/usages?project_id=" + project))
                .map(answer -> {
                    boolean isZero =
                            answer.status() == 200 && isZero(answer.json().path("usages"));
                    if (!isZero) {
                        counts.complain("everything was released, but GET /usages of project " + project
                                + " was answered " + answer);
                    }
                    return isZero;
                })
                .otherwise(failure -> {
                    counts.complain("whether everything was released is not known: GET /usages of project " + project
                            + " was not answered, " + FailureWords.of(failure));
                    return false;
                });
    }

    /** Empty, or in API 1.38 and later by consumer type, with nothing used. */
    private static boolean isZero(JsonNode usages) {
        for (JsonNode used : usages) {
            if (used.asLong() != 0) {
                return false;
            }
        }
        return usages.isObject();
    }

    private static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("expected the load to end by itself but it failed", e.getCause());
        }
    }
}
