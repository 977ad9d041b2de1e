package dev.berth.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times requests by route and status. Safe for all event loops. */
final class HttpMetrics {
    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String route, int status) {}

    HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void record(String route, int status, long startNanos) {
        timers.computeIfAbsent(new Key(route, status), this::timer)
                .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("berth.http.requests")
                .description("Requests served, by route and status.")
                .tag("route", key.route())
                .tag("status", Integer.toString(key.status()))
                .register(registry);
    }
}
