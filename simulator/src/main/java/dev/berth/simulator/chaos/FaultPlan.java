package dev.berth.simulator.chaos;

import com.google.common.collect.ImmutableSet;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The faults that follow from a seed, one after the other without an end. Which comes when does not depend on what came
 * of those before it. Not thread-safe.
 */
public final class FaultPlan {
    private static final int SHORT_MS_MAX = 3_000;
    private static final int LONG_MS_MAX = 15_000;
    private static final int NUMBER_MAX = 40;

    private final SplittableRandom random;
    private final FaultKind[] urn;
    private final int instances;
    private final int brokers;

    /**
     * @param kinds those to draw from; those that this many brokers do not allow are left out
     */
    public FaultPlan(long seed, int instances, int brokers, ImmutableSet<FaultKind> kinds) {
        this.random = new SplittableRandom(seed);
        this.instances = instances;
        this.brokers = brokers;
        this.urn = kinds.stream()
                .filter(kind -> brokers >= 3 || !kind.needsThreeBrokers())
                .sorted()
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toArray(FaultKind[]::new);
        if (urn.length == 0) {
            throw new IllegalArgumentException(
                    "expected a fault that can be done to " + brokers + " brokers but got " + kinds);
        }
    }

    public Fault next() {
        FaultKind kind = urn[random.nextInt(urn.length)];
        int instance = random.nextInt(instances);
        int broker = random.nextInt(brokers);
        long ms = 200L + random.nextInt(random.nextBoolean() ? SHORT_MS_MAX : LONG_MS_MAX);
        return new Fault(
                kind, instance, broker, ms, 1 + random.nextInt(NUMBER_MAX), random.nextBoolean(), random.nextLong());
    }
}
