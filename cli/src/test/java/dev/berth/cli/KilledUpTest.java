package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.concurrent.Batch;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetSpec;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.workload.Holdings;
import dev.berth.simulator.workload.Limit;
import dev.berth.simulator.workload.Settlement;
import dev.berth.simulator.workload.Workload;
import dev.berth.simulator.workload.WorkloadReport;
import dev.berth.simulator.workload.WorkloadSpec;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code berth up} at random moments while schedulers claim, sometimes again while it starts, and looks at what
 * is left. Many rounds: {@code -Dberth.crash.rounds=50}; the same moments again, as far as a machine allows: {@code
 * -Dberth.seed=N}.
 */
class KilledUpTest {
    private static final int ROUNDS = Integer.getInteger("berth.crash.rounds", 2);
    private static final int CLIENTS = 4;
    private static final Fleet FLEET = Fleet.of(FleetSpec.of(1, 5));

    private final long seed = Long.getLong("berth.seed", System.nanoTime() & 0xFFFFFF);
    private final SplittableRandom random = new SplittableRandom(seed);
    private final Holdings holdings = new Holdings("killed");

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void keepsEveryAcknowledgedClaimOverKills() throws Exception {
        Path data = dir.resolve("data");
        BerthProcess up = BerthProcess.start(data);
        try {
            publishFleet(up);
            for (int round = 1; round <= ROUNDS; round++) {
                claimUntilKilled(up, round);
                up = restart(data);
                System.err.printf("round %d: ready again after %.1f s%n", round, up.secondsToReady());
                checkBooks(up, round);
                checkLog(up, round);
            }
        } finally {
            up.close();
        }
    }

    private static void publishFleet(BerthProcess up) {
        try (PlacementClient client = PlacementClient.of(up.url(), CLIENTS)) {
            PlacementOperator operator = new PlacementOperator(client);
            operator.prepare(FLEET).toCompletableFuture().join();
            Batch.forEach(FLEET.hosts(), CLIENTS, operator::publish).join();
        }
    }

    private void claimUntilKilled(BerthProcess up, int round) throws Exception {
        int held = holdings.size();
        WorkloadSpec spec = WorkloadSpec.of(seed + round, CLIENTS, Limit.time(Duration.ofMinutes(5)));
        try (PlacementClient client = PlacementClient.of(up.url(), CLIENTS)) {
            CompletableFuture<Void> killed = CompletableFuture.runAsync(
                    () -> kill(up), CompletableFuture.delayedExecutor(random.nextInt(50, 1500), TimeUnit.MILLISECONDS));
            WorkloadReport report = new Workload(client, spec, holdings).run(progress -> {});
            killed.join();
            assertThat(report.complaints()).as(context(round)).isEmpty();
            assertThat(report.lost()).as(context(round)).isPositive();
            System.err.printf("round %d: %d held before, %d after, %s%n", round, held, report.held(), context(round));
        }
    }

    /** Starts again, after more kills while it starts. */
    private BerthProcess restart(Path data) throws Exception {
        while (random.nextInt(3) == 0) {
            BerthProcess starting = BerthProcess.begin(data);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(100, 4000));
            starting.kill();
        }
        return BerthProcess.start(data);
    }

    private void checkBooks(BerthProcess up, int round) throws InterruptedException {
        try (PlacementClient client = PlacementClient.of(up.url(), CLIENTS)) {
            assertThat(new Settlement(client, holdings).check())
                    .as(context(round))
                    .isEmpty();
        }
    }

    private void checkLog(BerthProcess up, int round) {
        Run audit = Run.auditVerify(up.url(), up.kafka(), up.registry());
        assertThat(audit.status())
                .as(context(round) + "\n" + audit.out() + audit.err())
                .isEqualTo(ExitCode.OK);
    }

    private static void kill(BerthProcess up) {
        try {
            up.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String context(int round) {
        return "-Dberth.seed=" + seed + ", round " + round;
    }
}
