package dev.berth.simulator.workload;

import java.time.Duration;

/**
 * When a workload ends: after a number of claims or after a time, whichever comes first.
 *
 * @param claims claims decided, refused ones too
 * @param time since the first request
 */
public record Limit(long claims, Duration time) {
    private static final Duration FOREVER = Duration.ofDays(365);

    public Limit {
        if (claims < 1 || time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(
                    "expected at least one claim and some time but got " + claims + " and " + time);
        }
    }

    public static Limit claims(long claims) {
        return new Limit(claims, FOREVER);
    }

    public static Limit time(Duration time) {
        return new Limit(Long.MAX_VALUE, time);
    }

    /** How much of the work is done, from 0 to 1. */
    public double share(long claimsDone, Duration elapsed) {
        double ofClaims = (double) claimsDone / claims;
        double ofTime = (double) elapsed.toNanos() / time.toNanos();
        return Math.min(1.0, Math.max(ofClaims, ofTime));
    }
}
