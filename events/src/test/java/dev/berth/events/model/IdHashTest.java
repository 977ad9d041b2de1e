package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IdHashTest {
    private static final int IDS = 3_000;

    /** By chance 3,000 of 2^32 hashes meet once in a thousand runs; five of them never do. */
    private static final int DISTINCT_MIN = IDS - 5;

    private record Series(String name, LongFunction<UUID> id) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Series> series() {
        return Stream.of(
                new Series("both halves alike", number -> new UUID(number, number)),
                new Series("words alike", number -> new UUID(number << 32 | number, 0)),
                new Series("upper words of both halves alike", number -> new UUID(number << 32, number << 32)),
                new Series("upper against lower word", number -> new UUID(number << 32, number)),
                new Series("lowest word alone", number -> new UUID(0, number)),
                new Series("highest word alone", number -> new UUID(number << 52, 0)));
    }

    @ParameterizedTest
    @MethodSource("series")
    void spreadsIdsOfAllKindsHoweverTheyAreNumbered(Series series) {
        Stream<Function<UUID, Object>> kinds =
                Stream.of(ProviderId::new, ConsumerId::new, CommandId::new, AggregateId::new);
        kinds.forEach(kind -> {
            Set<Integer> hashes = new LinkedHashSet<>();
            for (long number = 0; number < IDS; number++) {
                hashes.add(kind.apply(series.id().apply(number)).hashCode());
            }
            assertThat(hashes).hasSizeGreaterThanOrEqualTo(DISTINCT_MIN);
        });
    }

    /**
     * Tables look at a few bits only: no 32 neighbours of a table may come to lie in few places. 94 ids a place would
     * be even; of 120,000 drawn tables none had more than 148 in one.
     */
    @ParameterizedTest
    @MethodSource("series")
    void spreadsThemInTheLowestBits(Series series) {
        int[] counts = new int[32];
        for (long number = 0; number < IDS; number++) {
            counts[new ProviderId(series.id().apply(number)).hashCode() & 31]++;
        }
        assertThat(Arrays.stream(counts).max().getAsInt()).isLessThan(IDS / 10);
    }
}
