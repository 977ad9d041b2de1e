package dev.berth.simulator.load;

import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processor time that a service's process says at {@code /metrics} that it has taken. */
final class ServiceCpu {
    private static final Pattern TAKEN =
            Pattern.compile("^process_cpu_seconds_total(?:\\{[^}]*})? ([0-9.eE+]+)$", Pattern.MULTILINE);

    private ServiceCpu() {}

    /** Since the start of the process; empty if it does not say so. Never fails. */
    static Future<Optional<Duration>> taken(PlacementClient client) {
        return client.send(PlacementRequest.get("/metrics"))
                .map(answer -> of(answer.body().toString(StandardCharsets.UTF_8)))
                .otherwise(Optional.empty());
    }

    static Optional<Duration> of(String metrics) {
        Matcher taken = TAKEN.matcher(metrics);
        return taken.find()
                ? Optional.of(Duration.ofNanos(
                        new BigDecimal(taken.group(1)).movePointRight(9).longValue()))
                : Optional.empty();
    }
}
