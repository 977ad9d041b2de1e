package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.projector.LeaseClock.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherHoldersTest {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Group OURS = stable(Map.of("ours", Set.of(0)));
    private static final Group THEIRS = stable(Map.of("ours", Set.of(), "theirs", Set.of(0)));
    private static final Group MOVING = new Group(false, Map.of("ours", Set.of(), "theirs", Set.of()));

    private final TestingClock clock = new TestingClock();
    private final OtherHolders others = new OtherHolders("theirs"::equals);

    @Test
    void countsFromBeforeTheLeaseWhereTheProcessWasAlone() {
        Moment first = seen(Group.EMPTY);
        seen(OURS);

        assertThat(noneSinceNs(begin())).isEqualTo(first.monotonicNs());
    }

    @Test
    void countsFromTheLeaseWhereAnotherHadThePartition() {
        seen(Group.EMPTY);
        seen(THEIRS);
        seen(MOVING);
        Lease lease = begin();

        assertThat(noneSinceNs(lease)).isEqualTo(lease.begun().monotonicNs());
    }

    @Test
    void countsFromWhenThePartitionWasGivenAlthoughTheTaskStartsLater() {
        seen(THEIRS);
        Moment given = seen(stable(Map.of("ours", Set.of(0), "theirs", Set.of())));
        clock.pass(STEP);

        assertThat(noneSinceNs(begin())).isEqualTo(given.monotonicNs());
    }

    @Test
    void startsAnewAfterALongSilence() {
        seen(Group.EMPTY);
        clock.pass(Lease.TERM);
        Moment heard = seen(OURS);
        clock.pass(STEP);

        assertThat(noneSinceNs(begin())).isEqualTo(heard.monotonicNs());
    }

    @Test
    void neverCountsFromAfterTheLease() {
        Lease lease = begin();
        clock.pass(STEP);
        seen(OURS);

        assertThat(noneSinceNs(lease)).isEqualTo(lease.begun().monotonicNs());
    }

    private Lease begin() {
        return new Lease(0, "ours", clock);
    }

    private long noneSinceNs(Lease lease) {
        return others.noneSinceNs(lease);
    }

    private Moment seen(Group group) {
        clock.pass(STEP);
        others.seen(group, clock.now(), clock.now(), 1);
        return clock.now();
    }

    private static Group stable(Map<String, Set<Integer>> partitions) {
        return new Group(true, partitions);
    }
}
