package dev.berth.cli.placement;

import com.google.common.collect.ImmutableSet;
import dev.berth.api.problem.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether and when a call is made again. Where nothing or a fault comes back it is made a few times. A Berth that says
 * that it cannot answer now, as where Kafka's brokers change places, is asked for longer: that passes by itself. For
 * one call, whose attempts follow each other.
 */
final class CallRetry {
    /** How often a call is made that brings back nothing or a fault. */
    static final int TRIES = 4;

    /** How long a Berth is asked again that cannot answer now. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long PAUSE_MS = 250;
    private static final long SHORT_PAUSE_MS = 100;
    private static final long SHORT_PAUSE_MS_MAX = 1_000;
    private static final int SERVER_FAULT = 500;

    /** What Berth says of a call that is well and cannot be answered for now. A disk without room is not among it. */
    private static final ImmutableSet<String> PASSING = ImmutableSet.of(
            ErrorCode.NOT_SERVED.toString(),
            ErrorCode.NOT_APPENDED.toString(),
            ErrorCode.OVERLOADED.toString(),
            ErrorCode.PERHAPS_APPENDED.toString(),
            ErrorCode.APPENDED.toString(),
            ErrorCode.DECIDED.toString());

    private int faults;
    private int refusals;
    private OptionalLong refusedSinceNs = OptionalLong.empty();

    static boolean isPassing(PlacementAnswer answer) {
        return answer.status() == 503 && PASSING.contains(answer.code());
    }

    static boolean isFault(PlacementAnswer answer) {
        return answer.status() >= SERVER_FAULT;
    }

    /** Whether an attempt was made and brought back nothing that stands. */
    boolean isRepeated() {
        return faults > 0 || refusedSinceNs.isPresent();
    }

    /**
     * How long to wait before the next attempt; empty if what came back stands.
     *
     * @param answer empty if none came
     */
    OptionalLong pauseMs(Optional<PlacementAnswer> answer, long nowNs) {
        if (answer.filter(CallRetry::isPassing).isPresent()) {
            if (refusedSinceNs.isEmpty()) {
                refusedSinceNs = OptionalLong.of(nowNs);
            }
            return nowNs - refusedSinceNs.getAsLong() < PATIENCE.toNanos()
                    ? OptionalLong.of(Math.min(SHORT_PAUSE_MS << Math.min(refusals++, 10), SHORT_PAUSE_MS_MAX))
                    : OptionalLong.empty();
        }
        boolean isAnswered = answer.isPresent() && !isFault(answer.get());
        if (isAnswered || ++faults == TRIES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(PAUSE_MS << 2 * (faults - 1));
    }
}
