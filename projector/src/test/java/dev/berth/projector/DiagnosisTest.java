package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.projector.PartitionHealth.State;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** An instance without peers: every partition is its own to serve. */
class DiagnosisTest {
    private static final int PARTITION = 3;
    private static final int TAKEN = 1;
    private static final TopicPartition CHANGELOG = new TopicPartition("berth-projector-devices-changelog", PARTITION);

    private final TestingClock clock = new TestingClock();
    private final long nowNs = clock.monotonicNs();
    private final Leases leases = new Leases(clock);
    private final RestoreProgress restores = new RestoreProgress();
    private final ThreadFailures failures = new ThreadFailures();
    private final Diagnosis diagnosis =
            new Diagnosis(leases, restores, failures, Optional.empty(), partition -> partition == TAKEN);

    @Test
    void countsWhatIsRestoredUntilThePartitionIsTakenUp() {
        assertThat(now()).isEqualTo(PartitionHealth.of(PARTITION, State.RESTORING));

        restores.onRestoreStart(CHANGELOG, "devices", 100, 1_100);
        restores.onRestoreStart(CHANGELOG, "usage", 0, 500);
        restores.onBatchRestored(CHANGELOG, "devices", 700, 600);
        assertThat(now())
                .isEqualTo(PartitionHealth.of(PARTITION, State.RESTORING).standing(600, 1_500))
                .hasToString("Partition 3: restoring at 600 of 1500.");

        restores.onRestoreEnd(CHANGELOG, "devices", 990);
        restores.onRestoreEnd(CHANGELOG, "usage", 500);
        assertThat(now())
                .isEqualTo(PartitionHealth.of(PARTITION, State.RESTORING).standing(1_500, 1_500));

        restores.onRestoreStart(CHANGELOG, "devices", 0, 1_100);
        assertThat(now())
                .isEqualTo(PartitionHealth.of(PARTITION, State.RESTORING).standing(0, 1_100));
    }

    @Test
    void saysThatAnotherInstanceKeepsWhatAnOnlyOneWaitsFor() {
        assertThat(diagnosis.of(TAKEN, nowNs))
                .hasToString("Partition 1: restoring: Another instance on the same Kafka keeps it, and this one was "
                        + "started as the only one: stop one of the two.");
    }

    @Test
    void isReadyOnceTheLogWasComparedAndWhatStoodThereIsTaken() {
        Lease lease = leases.begin(PARTITION);
        assertThat(now())
                .hasToString("Partition 3: waits for log: "
                        + "This instance has yet to hear from Kafka that the partition is its own.");

        lease.confirm(clock.now());
        assertThat(now())
                .hasToString("Partition 3: waits for log: Kafka has not said yet whether the log continues what was "
                        + "decided.");

        lease.follows(new Uuid(1, 1));
        assertThat(now().state()).isEqualTo(State.CATCHING_UP);
        assertThat(now().reason().orElseThrow()).contains("waits until no other can serve the partition");

        lease.measured(40, 42);
        assertThat(now())
                .isEqualTo(PartitionHealth.of(PARTITION, State.CATCHING_UP).standing(40, 42));

        lease.took(41);
        assertThat(now()).isEqualTo(PartitionHealth.of(PARTITION, State.SERVED).standing(42, 42));
    }

    @Test
    void isNotReadyWhileRecordsWaitForSecondsOrKafkaSaysNothing() {
        Lease lease = served();
        lease.backlog().look(42, 43, nowNs);
        assertThat(at(4).state()).isEqualTo(State.SERVED);
        assertThat(at(6)).isEqualTo(PartitionHealth.of(PARTITION, State.BEHIND).standing(42, 43));

        lease.took(42);
        assertThat(at(6).state()).isEqualTo(State.SERVED);
        assertThat(at(11).state()).isEqualTo(State.WAITS_FOR_LOG);
        assertThat(at(11).reason().orElseThrow()).contains("Kafka has said nothing of the log for 11 s");
    }

    @Test
    void isNotReadyFromTheFirstFailureOfItsThreadUntilItIsCaughtUpAgain() {
        served();
        failures.add(new IllegalStateException("no disk"), nowNs);
        leases.endAllOf("another thread");
        assertThat(now().state()).as("the thread of another").isEqualTo(State.SERVED);

        leases.endAllOf(Thread.currentThread().getName());
        assertThat(now().state()).isEqualTo(State.RESTORING);
        assertThat(now().reason().orElseThrow()).contains("IllegalStateException: no disk");

        served();
        assertThat(now().state()).isEqualTo(State.SERVED);
    }

    @Test
    void isNotReadyWhileItIsTakenUpAgainAndAgain() {
        for (int i = 1; i < Leases.MANY; i++) {
            leases.end(served());
        }
        assertThat(now().state()).isEqualTo(State.RESTORING);
        served();
        assertThat(now().state()).isEqualTo(State.FAILING);
        assertThat(now().reason().orElseThrow()).contains("taken up 5 times within 60 s");
        leases.of(PARTITION).orElseThrow().backlog().look(42, 42, nowNs + seconds(60));
        assertThat(at(61).state()).isEqualTo(State.SERVED);
    }

    @Test
    void isNotReadyOnceItsLeaseHasLapsedAndSaysSinceWhen() {
        served();
        clock.pass(Lease.TERM);

        assertThat(now().state()).isEqualTo(State.WAITS_FOR_LOG);
        assertThat(now().reason().orElseThrow())
                .contains("This instance has not heard from Kafka since 2027-01-15T08:00:00Z");
    }

    @Test
    void tellsWhyAndHowFarAPartitionIsMadeAgainFromTheLog() {
        Lease lease = leases.begin(PARTITION);
        lease.remakes(new RebuildProgress("there are no rows", 0, 42).at(7));
        assertThat(now())
                .hasToString("Partition 3: rebuilding at 7 of 42: What was restored is not what was committed last: "
                        + "there are no rows.");

        lease.isRemade();
        assertThat(now().state()).isEqualTo(State.WAITS_FOR_LOG);
    }

    @Test
    void tellsWhyAPartitionIsHalted() {
        Lease lease = served();
        lease.halt("It ends too soon.");

        assertThat(now()).hasToString("Partition 3: halted: It ends too soon.");
    }

    private Lease served() {
        Lease lease = leases.begin(PARTITION);
        lease.follows(new Uuid(1, 1));
        lease.confirm(clock.now());
        lease.measured(42, 42);
        lease.backlog().look(42, 42, nowNs);
        return lease;
    }

    private PartitionHealth now() {
        return at(0);
    }

    private PartitionHealth at(int second) {
        return diagnosis.of(PARTITION, nowNs + seconds(second));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
