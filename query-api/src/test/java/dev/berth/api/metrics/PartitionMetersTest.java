package dev.berth.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth;
import dev.berth.projector.PartitionHealth.State;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartitionMetersTest {
    private static PartitionHealth partition(int number, State state, long at, long of) {
        return new PartitionHealth(number, state, OptionalLong.of(at), OptionalLong.of(of), Optional.empty());
    }

    private static Health health() {
        return new Health(
                Optional.empty(),
                List.of(),
                List.of(
                        partition(0, State.SERVED, 100, 100),
                        partition(1, State.BEHIND, 40, 90),
                        partition(2, State.RESTORING, 1_000, 5_000),
                        new PartitionHealth(
                                3, State.ELSEWHERE, OptionalLong.empty(), OptionalLong.empty(), Optional.empty())));
    }

    @Test
    void showsHowFarEachPartitionIsAndHowManyAreInWhichState() {
        assertThat(Scrape.lines(new PartitionMeters(PartitionMetersTest::health).collect()))
                .contains(
                        "berth_partitions{ready=\"true\",state=\"served\"} 1.0",
                        "berth_partitions{ready=\"false\",state=\"behind\"} 1.0",
                        "berth_partitions{ready=\"false\",state=\"halted\"} 0.0",
                        "berth_partition_applied_offset{partition=\"0\"} 100.0",
                        "berth_partition_lag_records{partition=\"0\"} 0.0",
                        "berth_partition_applied_offset{partition=\"1\"} 40.0",
                        "berth_partition_lag_records{partition=\"1\"} 50.0",
                        "berth_partition_restoring_records{partition=\"2\"} 4000.0")
                .noneMatch(line -> line.contains("offset{partition=\"2\"}") || line.contains("partition=\"3\""));
    }

    @Test
    void looksOnceASecondHoweverManyScrape() {
        AtomicInteger looks = new AtomicInteger();
        PartitionMeters meters = new PartitionMeters(() -> {
            looks.incrementAndGet();
            return health();
        });
        for (int i = 0; i < 100; i++) {
            meters.collect();
        }
        assertThat(looks.get()).isLessThan(5);
    }
}
