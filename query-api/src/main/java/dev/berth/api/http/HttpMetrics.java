package dev.berth.api.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts and times requests by route and status. Safe for all event loops. */
final class HttpMetrics {
    private static final String UNROUTED = "none";

    /** Of the histograms; a claim takes some milliseconds, and a client waits for no longer than a minute. */
    private static final Duration[] BOUNDS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private final Counter cutInBody;
    private final Counter cutInAnswer;

    private record Key(String method, String template, int status) {
        String route() {
            return template.isEmpty() ? UNROUTED : method + " " + template;
        }
    }

    HttpMetrics(MeterRegistry registry, HttpLimits limits) {
        this.registry = registry;
        Gauge.builder("berth.http.body.bytes.max", limits, HttpLimits::bodyBytesMax)
                .description("how many bytes one body may have")
                .register(registry);
        time(registry, "head", limits.connections().headTime());
        time(registry, "idle", limits.connections().idleTime());
        time(registry, "body", limits.bodyTime());
        time(registry, "answer", limits.answerTime());
        cutInBody = cut("body");
        cutInAnswer = cut("answer");
    }

    private static void time(MeterRegistry registry, String of, Duration limit) {
        Gauge.builder("berth.http.time.max.seconds", limit, Duration::toSeconds)
                .description("how long a connection may be at something before it is closed")
                .tag("during", of)
                .register(registry);
    }

    private Counter cut(String during) {
        return Counter.builder("berth.http.connections.cut")
                .description("connections closed because their time was over, by what they were at")
                .tag("during", during)
                .register(registry);
    }

    /** Counts a body that took too long to come. */
    void cutInBody() {
        cutInBody.increment();
    }

    /** Counts an answer that was taken too slowly. */
    void cutInAnswer() {
        cutInAnswer.increment();
    }

    /** Counts a request that was begun at a time; without a route if it was refused before one was found. */
    void record(Optional<Route> route, int status, long startNanos) {
        Key key = route.isPresent()
                ? new Key(route.get().method().name(), route.get().template(), status)
                : new Key("", "", status);
        timers.computeIfAbsent(key, this::timer).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("berth.http.requests")
                .description("requests answered, by route and status, and how long each took")
                .serviceLevelObjectives(BOUNDS)
                .tag("route", key.route())
                .tag("status", Integer.toString(key.status()))
                .register(registry);
    }
}
