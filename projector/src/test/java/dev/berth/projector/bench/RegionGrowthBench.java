package dev.berth.projector.bench;

import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a claim takes from its append to its decision with more and more regions on twelve partitions, 64 claims under
 * way in any of them: a table. Each region has four providers.
 *
 * <pre>
 *   java -cp projector/target/test-classes:projector/target/classes:$(cat projector/target/test-classpath) \
 *       dev.berth.projector.bench.RegionGrowthBench [seconds a measurement]
 * </pre>
 */
public final class RegionGrowthBench {
    private static final int PARTITIONS = 12;
    private static final int PROVIDERS = 4;
    private static final int UNDER_WAY = 64;
    private static final int WARM_UPS = 8;
    private static final int ROUNDS = 3;
    private static final int[] REGIONS = {1, 10, 100, 1_000};

    private RegionGrowthBench() {}

    public static void main(String[] arguments) throws Exception {
        Duration each = Duration.ofSeconds(arguments.length == 0 ? 5 : Long.parseLong(arguments[0]));
        try (BenchedProjector benched = BenchedProjector.start("region-growth", PARTITIONS)) {
            Claims claims = new Claims(benched.projector());
            List<Region> regions = new ArrayList<>();
            System.out.println("| regions | claims/s | p50 | p99 | CPU each |\n|---|---|---|---|---|");
            for (int count : REGIONS) {
                while (regions.size() < count) {
                    Region region = new Region("zone-" + regions.size());
                    claims.provide(region, PROVIDERS);
                    regions.add(region);
                }
                for (int warmUp = 0; warmUp < (count == 1 ? WARM_UPS : 1); warmUp++) {
                    measure(each, claims, regions);
                }
                for (int round = 0; round < ROUNDS; round++) {
                    ClosedLoop.Result result = measure(each, claims, regions);
                    System.out.printf(
                            Locale.ROOT,
                            "| %,d | %,.0f | %.1f ms | %.1f ms | %.0f µs |%n",
                            count,
                            result.perSecond(),
                            result.p50Ms(),
                            result.p99Ms(),
                            result.cpuUs());
                }
            }
        }
        // Kafka's own threads are not daemons.
        System.exit(0);
    }

    private static ClosedLoop.Result measure(Duration each, Claims claims, List<Region> regions)
            throws InterruptedException {
        return ClosedLoop.run(
                UNDER_WAY,
                each,
                () -> claims.submit(regions.get(ThreadLocalRandom.current().nextInt(regions.size()))));
    }
}
