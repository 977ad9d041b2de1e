package dev.berth.cli.simulation;

import dev.berth.simulator.workload.Limit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** How much load and of which kind, for every command that makes some. */
final class LoadOptions {
    private static final long NO_LIMIT = 0;

    @Option(
            names = "--claims",
            paramLabel = "N",
            description = "End a round after N claims (default: 5000, or none with --seconds).")
    private long claims = NO_LIMIT;

    @Option(names = "--seconds", paramLabel = "N", description = "End a round after N seconds.")
    private long seconds = NO_LIMIT;

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "20",
            description = "Ask for at most N candidates; a scheduler takes one of them (default: ${DEFAULT-VALUE}).")
    private int candidates;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What the schedulers ask for (default: a new one, shown with the results).")
    private Optional<Long> seed = Optional.empty();

    Limit limit(long defaultClaims) {
        if (seconds == NO_LIMIT) {
            return Limit.claims(claims == NO_LIMIT ? defaultClaims : claims);
        }
        return new Limit(claims == NO_LIMIT ? Long.MAX_VALUE : claims, Duration.ofSeconds(seconds));
    }

    int candidates() {
        return candidates;
    }

    long seed() {
        return seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000));
    }
}
