package dev.berth.projector.board;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many hosts of a region were heard of, and how long ago.
 *
 * @param byAge how many there are of each age; none is left out
 * @param oldestMs how long ago the one was heard of that was heard of first, in milliseconds; 0 if none ever was
 */
public record HeardCounts(ImmutableMap<Age, Integer> byAge, long oldestMs) {
    /** How long ago a host was heard of. */
    public enum Age {
        UNDER_1M("under_1m", Duration.ofMinutes(1)),
        UNDER_10M("under_10m", Duration.ofMinutes(10)),
        UNDER_1H("under_1h", Duration.ofHours(1)),
        UNDER_1D("under_1d", Duration.ofDays(1)),
        OVER_1D("over_1d", Duration.ofMillis(Long.MAX_VALUE)),
        /** It is enrolled or has reported, and was not heard of since this is kept. */
        NEVER("never", Duration.ZERO);

        private final String label;
        private final long maxMs;

        Age(String label, Duration max) {
            this.label = label;
            this.maxMs = max.toMillis();
        }

        /** The word for it in measurements. */
        public String label() {
            return label;
        }

        /** The age of a host that was heard of that long ago. */
        static Age of(long ms) {
            return Arrays.stream(values())
                    .filter(age -> ms <= age.maxMs)
                    .findFirst()
                    .orElse(OVER_1D);
        }
    }

    /** Counts one host after the other. For one thread. */
    static final class Counter {
        private final Map<Age, Integer> byAge = new EnumMap<>(Age.class);
        private long oldestMs;

        Counter() {
            for (Age age : Age.values()) {
                byAge.put(age, 0);
            }
        }

        /** @param lastMs when it was heard of, milliseconds since the epoch */
        void add(OptionalLong lastMs, long nowMs) {
            long ageMs = lastMs.isPresent() ? Math.max(0, nowMs - lastMs.getAsLong()) : 0;
            byAge.merge(lastMs.isPresent() ? Age.of(ageMs) : Age.NEVER, 1, Integer::sum);
            oldestMs = Math.max(oldestMs, ageMs);
        }

        HeardCounts counts() {
            return new HeardCounts(ImmutableMap.copyOf(byAge), oldestMs);
        }
    }

    /** Those that were heard of within ten minutes. */
    public int recent() {
        return of(Age.UNDER_1M) + of(Age.UNDER_10M);
    }

    /** Those that are enrolled or have reported, and were not heard of within ten minutes. */
    public int silent() {
        return byAge.values().stream().mapToInt(Integer::intValue).sum() - recent();
    }

    public int of(Age age) {
        return byAge.get(age);
    }

    public HeardCounts plus(HeardCounts other) {
        Map<Age, Integer> sum = new EnumMap<>(byAge);
        other.byAge.forEach((age, count) -> sum.merge(age, count, Integer::sum));
        return new HeardCounts(ImmutableMap.copyOf(sum), Math.max(oldestMs, other.oldestMs));
    }
}
