package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.fleet.LargeHosts;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.fleet.SimulatedHost;
import dev.berth.simulator.load.ClaimLoad;
import dev.berth.simulator.load.ClaimLoadReport;
import dev.berth.simulator.load.ClaimLoadSpec;
import dev.berth.simulator.load.LoadKind;
import dev.berth.simulator.load.LoadLine;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.workload.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** More clients than a service has time for, against a process of its own with a heap of 512 MiB. */
class OverloadTest {
    private static final int READERS = 4;
    private static final int TOO_MANY = 1_500;

    @TempDir
    private Path dir;

    private static final ImmutableList<SimulatedHost> HOSTS = LargeHosts.of(1, 20);

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void putsWritesOffAndGoesOnReadingWhenTooManyWait() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            publish(up);
            ClaimLoadReport overloaded =
                    load(up, spec(TOO_MANY, Duration.ofSeconds(6)).withReaders(READERS));

            LoadLine claims = overloaded.line(LoadKind.CLAIM);
            assertThat(overloaded.complaints()).isEmpty();
            assertThat(claims.putOff())
                    .as("writes beyond those that may wait: " + overloaded)
                    .isPositive();
            assertThat(claims.done()).isPositive();
            assertThat(overloaded.line(LoadKind.READ).done()).isPositive();
            assertThat(overloaded.line(LoadKind.READ).putOff()).isZero();
            assertThat(overloaded.isRight()).as(overloaded.toString()).isTrue();
            assertThat(overloaded.cpuMicrosPerClaim()).as("said by the service").isPresent();

            ClaimLoadReport after = load(up, spec(8, Duration.ofSeconds(1)));
            assertThat(after.line(LoadKind.CLAIM).putOff())
                    .as("once they have gone")
                    .isZero();
            assertThat(after.line(LoadKind.CLAIM).done()).isPositive();
            assertThat(after.isRight()).as(after.toString()).isTrue();
        }
    }

    /** On a machine that does nothing else: the clients, the service and its Kafka share it as it is. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void staysReadableAtTwiceItsCapacityAndIsBackWithinFiveSeconds() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            publish(up);
            load(up, spec(64, Duration.ofSeconds(15)));
            double capacity = claimsPerSecond(load(up, spec(64, Duration.ofSeconds(10))));
            ClaimLoadReport overloaded = load(
                    up, spec(2_000, Duration.ofSeconds(20)).withReaders(READERS).withClaimsPerSecond(2 * capacity));
            List<Double> after = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                after.add(claimsPerSecond(load(up, spec(64, Duration.ofSeconds(1)))));
            }
            System.err.println("capacity " + capacity + " claims/s; at twice of it " + overloaded + "; afterwards, each"
                    + " second, " + after);

            assertThat(overloaded.isRight()).as(overloaded.toString()).isTrue();
            assertThat(overloaded.line(LoadKind.READ).p99Ms()).isLessThan(1_000);
            assertThat(overloaded.line(LoadKind.READ).putOff()).isZero();
            assertThat(overloaded.line(LoadKind.CLAIM).putOff()).isPositive();
            assertThat(overloaded.line(LoadKind.CLAIM).putOffP99Ms()).isLessThan(1_000);
            assertThat(after).anyMatch(rate -> rate > 0.8 * capacity);
            assertThat(up.isAlive()).as("with the heap that it has").isTrue();
        }
    }

    private static double claimsPerSecond(ClaimLoadReport report) {
        return report.line(LoadKind.CLAIM).perSecond();
    }

    private static ClaimLoadSpec spec(int clients, Duration time) {
        ImmutableList<ProviderId> providers =
                HOSTS.stream().map(SimulatedHost::id).collect(ImmutableList.toImmutableList());
        return ClaimLoadSpec.of(clients, clients, Limit.time(time), providers);
    }

    private static void publish(BerthProcess up) {
        try (PlacementClient client = PlacementClient.of(up.url(), 1)) {
            PlacementOperator operator = new PlacementOperator(client);
            // A machine that is busy may answer that something was decided and no more; hosts that are there are
            // updated.
            Batch.forEach(
                            HOSTS,
                            1,
                            host -> operator.publish(host).exceptionallyCompose(again -> operator.publish(host)))
                    .join();
        }
    }

    private static ClaimLoadReport load(BerthProcess up, ClaimLoadSpec spec) throws InterruptedException {
        try (PlacementClient client = PlacementClient.of(up.url(), spec.clients() + spec.readers());
                PlacementClient metrics = PlacementClient.of(up.url(), 1)) {
            return new ClaimLoad(client, metrics, spec).run(progress -> {});
        }
    }
}
