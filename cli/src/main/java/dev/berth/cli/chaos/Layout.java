package dev.berth.cli.chaos;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.chaos.Provider;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How large a cluster is.
 *
 * @param brokers one, or three with three replicas of everything
 * @param partitions of the log
 */
record Layout(int brokers, int instances, int partitions) {
    private static final int REGIONS = 5;
    private static final int PROVIDERS_OF_EACH = 2;
    private static final int CAPACITY = 16;

    int replicas() {
        return brokers;
    }

    /** What clients claim from: few and small, so that they get into each other's way. */
    static ImmutableList<Provider> providers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, REGIONS * PROVIDERS_OF_EACH)
                .mapToObj(i -> new Provider(
                        "chaos-" + i % REGIONS,
                        new UUID(
                                random.nextLong() & ~0xF000L | 0x4000L,
                                random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L),
                        CAPACITY))
                .collect(ImmutableList.toImmutableList());
    }
}
