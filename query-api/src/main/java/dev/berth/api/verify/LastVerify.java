package dev.berth.api.verify;

import dev.berth.api.metrics.GaugeFamily;
import dev.berth.api.problem.Problem;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The verify that ended last of those that this instance was told of, in memory alone. As measurements it is there once
 * there is one. Thread-safe.
 */
final class LastVerify implements MultiCollector {
    /** How far an auditor's clock may be before this one. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(1);

    private static final double NANOS = 1e9;

    private final InstantSource clock;
    private final Instant since;
    private Optional<Told> last = Optional.empty();

    /**
     * What was told.
     *
     * @param by who told it
     * @param at when, by the clock of this instance
     */
    record Told(VerifyResult result, String by, Instant at) {}

    LastVerify(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Since when it would have been told. */
    Instant since() {
        return since;
    }

    synchronized Optional<Told> last() {
        return last;
    }

    /**
     * Keeps what a verify came to.
     *
     * @param by who says so
     * @throws dev.berth.api.problem.ProblemException 400 if it has not ended yet, 409 if one is known that ended later
     */
    synchronized void tell(VerifyResult result, String by) {
        Instant now = clock.instant();
        if (result.endedAt().isAfter(now.plus(AHEAD_MAX))) {
            throw Problem.badRequest("ended_at is " + result.endedAt() + ", but here it is " + now
                            + ". At most a minute between the clocks is taken: set them, and verify again.")
                    .exception();
        }
        Optional<Told> newer = last.filter(kept -> kept.result().endedAt().isAfter(result.endedAt()));
        if (newer.isPresent()) {
            throw Problem.conflict(
                            "The verify that was reported by " + newer.get().by() + " ended at "
                                    + newer.get().result().endedAt() + ", later than this one, and is kept.")
                    .exception();
        }
        last = Optional.of(new Told(result, by, now));
    }

    @Override
    public MetricSnapshots collect() {
        GaugeFamily ended = new GaugeFamily(
                "berth_last_verified_timestamp_seconds", "when the last verify ended that an auditor told of");
        GaugeFamily differences =
                new GaugeFamily("berth_last_verified_differences", "how many differences that verify found");
        last().map(Told::result).ifPresent(result -> {
            ended.add(
                    // Of any time there is, where milliseconds would overflow.
                    result.endedAt().getEpochSecond() + result.endedAt().getNano() / NANOS,
                    "verdict",
                    result.verdict().toString());
            differences.add(result.differences());
        });
        return GaugeFamily.snapshots(List.of(ended, differences));
    }
}
