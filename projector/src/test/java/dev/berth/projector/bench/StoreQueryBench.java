package dev.berth.projector.bench;

import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.Projector;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;

/**
 * How many reads a second one thread gets through interactive queries: the view of a region under its lease, and what
 * is used of a provider, from its row; and beside them the view from a map, which is how it was before there was a
 * store.
 *
 * <pre>
 *   mvn -q -B -pl projector -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath
 *   java -cp projector/target/test-classes:projector/target/classes:$(cat projector/target/test-classpath) \
 *       dev.berth.projector.bench.StoreQueryBench [seconds a measurement]
 * </pre>
 */
public final class StoreQueryBench {
    private static final Region REGION = Region.DEFAULT;
    private static final int PROVIDERS = 1_000;
    private static final int ROUNDS = 3;

    private StoreQueryBench() {}

    public static void main(String[] arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.length == 0 ? 3 : Long.parseLong(arguments[0]));
        try (BenchedProjector benched = BenchedProjector.start("store-query", 1)) {
            Projector projector = benched.projector();
            new Claims(projector).provide(REGION, PROVIDERS);
            ConcurrentMap<Region, RegionView> map = new ConcurrentHashMap<>();
            map.put(REGION, projector.views().view(REGION));
            for (int round = 1; round <= ROUNDS; round++) {
                measure(round, "view from a map", each, i -> map.get(REGION));
                measure(
                        round,
                        "view from the store",
                        each,
                        i -> projector.views().view(REGION));
                measure(
                        round,
                        "usage from the view",
                        each,
                        i -> projector.views().view(REGION).consumers().usage(Claims.provider(i)));
                measure(round, "usage from its row", each, i -> usage(projector, i));
            }
        }
        // Kafka's own threads are not daemons.
        System.exit(0);
    }

    private static Object usage(Projector projector, int i) {
        RegionSnapshot snapshot = projector.views().snapshot(REGION);
        return snapshot.usage(Claims.provider(i));
    }

    private static void measure(int round, String what, Duration each, IntFunction<Object> read) {
        long endNs = System.nanoTime() + each.toNanos();
        long startNs = System.nanoTime();
        long reads = 0;
        int seen = 0;
        while (System.nanoTime() < endNs) {
            for (int i = 0; i < 100; i++) {
                seen += System.identityHashCode(read.apply((int) (reads++ % PROVIDERS))) & 1;
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(
                "round %d  %-20s  %,12.0f/s  %8.2f us%s%n",
                round, what, reads / seconds, seconds * 1e6 / reads, seen < 0 ? "?" : "");
    }
}
