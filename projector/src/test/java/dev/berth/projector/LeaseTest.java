package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration TERM = Lease.TERM;
    private static final Duration ALMOST = TERM.minusMillis(1);

    private final TestingClock clock = new TestingClock();
    private final Lease lease = new Lease(0, "thread-1", clock);

    @BeforeEach
    void compareTheLog() {
        lease.follows(new Uuid(1, 1));
    }

    @Test
    void servesOnceItIsConfirmedAndCaughtUp() {
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle().orElseThrow()).contains("yet to hear from Kafka");

        lease.confirm(clock.now());
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle().orElseThrow()).contains("waits until no other can serve");

        lease.measured(40, 42);
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle().orElseThrow()).contains("catches up with the log, at 40 of 42");

        lease.took(41);
        assertThat(lease.isServing()).isTrue();
        assertThat(lease.obstacle()).isEmpty();
    }

    @Test
    void servesNoLongerThanATermAfterKafkaWasAsked() {
        serve();

        assertThat(lease.isServing()).isTrue();
        clock.pass(ALMOST);
        assertThat(lease.isServing()).isTrue();
        clock.pass(Duration.ofMillis(1));
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle().orElseThrow()).contains("not heard from Kafka since 2027-01-15T08:00:00Z");
    }

    @Test
    void countsFromTheQuestionAndNotFromTheAnswer() {
        serve();
        LeaseClock.Moment asked = clock.now();
        clock.pass(ALMOST);
        lease.confirm(asked);
        assertThat(lease.isServing()).isTrue();

        clock.pass(Duration.ofMillis(1));
        assertThat(lease.isServing()).isFalse();
    }

    @Test
    void goesOnWithoutABreakWhereItIsConfirmedInTime() {
        serve();
        clock.pass(ALMOST);
        lease.confirm(clock.now());
        clock.pass(ALMOST);

        assertThat(lease.isServing()).isTrue();
    }

    @Test
    void catchesUpAnewAfterItHasLapsed() {
        serve();
        clock.pass(TERM);
        lease.confirm(clock.now());
        assertThat(lease.isInForce()).isTrue();
        assertThat(lease.isServing()).as("before the log's end is known anew").isFalse();

        lease.measured(42, 50);
        assertThat(lease.isServing()).as("others may have served between").isFalse();
        lease.took(49);
        assertThat(lease.isServing()).isTrue();
    }

    @Test
    void endsAtOnceWhenKafkaSaysThatThePartitionIsLost() {
        serve();
        lease.deny(clock.now());
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle().orElseThrow()).contains("has lost the partition");

        lease.confirm(clock.now());
        assertThat(lease.isServing()).as("it has to catch up again").isFalse();
    }

    @Test
    void lapsesWhereOnlyTheWallClockHasPassedItsEnd() {
        serve();
        clock.setWall(TERM);

        assertThat(lease.isServing()).as("the machine was suspended").isFalse();
    }

    @Test
    void isNotProlongedByAWallClockThatIsSetBack() {
        serve();
        clock.setWall(Duration.ofHours(-1));
        assertThat(lease.isServing()).isFalse();

        clock.pass(TERM);
        assertThat(lease.isServing()).isFalse();
    }

    @Test
    void neverServesAgainOnceItHasEnded() {
        serve();
        lease.end();
        assertThat(lease.isServing()).isFalse();

        serve();
        assertThat(lease.isServing()).isFalse();
        assertThat(lease.obstacle()).isPresent();
    }

    @Test
    void isNotCaughtUpBeforeTheLogWasComparedWithWhatWasDecided() {
        Lease uncompared = new Lease(0, "thread-1", clock);
        uncompared.measured(42, 42);
        assertThat(uncompared.isCaughtUp()).isFalse();

        uncompared.follows(new Uuid(1, 1));
        assertThat(uncompared.isCaughtUp()).isTrue();
    }

    @Test
    void waitsForNothingMoreOnceItIsHalted() {
        lease.measured(40, 42);
        lease.halt("first");
        lease.halt("second");

        assertThat(lease.isCaughtUp()).isTrue();
        assertThat(lease.fault()).contains("first");
    }

    @Test
    void isNotCaughtUpBeforeTheLogWasLookedAt() {
        lease.took(41);

        assertThat(lease.isCaughtUp()).isFalse();
    }

    @Test
    void isCaughtUpAtOnceWhenAllWasCommitted() {
        lease.measured(42, 42);

        assertThat(lease.isCaughtUp()).isTrue();
    }

    /** The log may end with what is no record, which nobody takes but the offset that is committed passes. */
    @Test
    void catchesUpByWhatIsCommittedToo() {
        lease.measured(40, 42);
        lease.measured(42, 43);

        assertThat(lease.isCaughtUp()).as("the first end counts").isTrue();
    }

    @Test
    void catchesUpByWhatIsNoRecordToo() {
        lease.confirm(clock.now());
        lease.measured(40, 42);
        lease.passed(42);
        assertThat(lease.isServing()).isTrue();

        lease.passed(30);
        assertThat(lease.next()).as("it never goes back").isEqualTo(42);
    }

    @Test
    void endsWithoutTouchingTheLeaseThatFollowedIt() {
        Leases leases = new Leases(clock);
        Lease first = leases.begin(3);
        Lease second = leases.begin(3);
        assertThat(first.isEnded()).isTrue();

        leases.end(first);
        assertThat(leases.of(3)).containsSame(second);

        leases.end(second);
        assertThat(leases.holds(3)).isFalse();
    }

    @Test
    void endsWithTheThreadThatHadIt() throws Exception {
        Leases leases = new Leases(clock);
        Lease ours = leases.begin(1);
        Thread other = new Thread(() -> leases.begin(2), "failing");
        other.start();
        other.join();
        Lease theirs = leases.of(2).orElseThrow();

        leases.endAllOf("failing");

        assertThat(theirs.isEnded()).isTrue();
        assertThat(leases.holds(2)).isFalse();
        assertThat(leases.of(1)).containsSame(ours);
        assertThat(ours.isEnded()).isFalse();
    }

    private void serve() {
        lease.confirm(clock.now());
        lease.measured(42, 42);
    }
}
