package dev.berth.cli.output;

import java.util.Locale;
import java.util.Optional;

/**
 * How many records were read a second, and how long the rest takes at that rate, said in a line every ten seconds: for
 * a file or a pipe. For one thread at a time.
 */
final class RecordRate {
    private static final long EVERY_NS = 10_000_000_000L;

    private final long beganNs;
    private long saidNs;

    RecordRate(long nowNs) {
        beganNs = nowNs;
        saidNs = nowNs;
    }

    /** The line, if it is time for one. */
    Optional<String> line(long nowNs, long read, long all) {
        if (nowNs - saidNs < EVERY_NS) {
            return Optional.empty();
        }
        saidNs = nowNs;
        double aSecond = read * 1e9 / (nowNs - beganNs);
        String rest = read == 0 ? "" : String.format(Locale.ROOT, ", %,.0f s to go", (all - read) / aSecond);
        return Optional.of(String.format(Locale.ROOT, "%,d of %,d records, %,.0f/s%s", read, all, aSecond, rest));
    }
}
