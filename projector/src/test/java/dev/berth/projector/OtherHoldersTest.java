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
    private static final Group HANDED_OVER = stable(Map.of("ours", Set.of(0), "theirs", Set.of()));
    private static final Group MOVING = new Group(false, Map.of("ours", Set.of(), "theirs", Set.of()));

    private final TestingClock clock = new TestingClock();
    private final OtherHolders others = new OtherHolders(member -> member.startsWith("theirs"));

    @Test
    void waitsFromBeforeTheLeaseWhereTheProcessWasAlone() {
        Moment first = seen(Group.EMPTY);
        seen(OURS);

        assertThat(noneFromNs(begin())).isEqualTo(aTermAfter(first));
    }

    @Test
    void waitsFromTheLeaseWhereItIsNotToldWhoHasThePartition() {
        seen(Group.EMPTY);
        seen(THEIRS);
        seen(MOVING);
        Lease lease = begin();

        assertThat(noneFromNs(lease)).isEqualTo(aTermAfter(lease.begun()));
    }

    @Test
    void waitsForNobodyWhereAMemberThatStaysHasHandedItOver() {
        seenForATerm(THEIRS);
        seen(MOVING);
        seen(HANDED_OVER);
        Lease lease = begin();

        assertThat(noneFromNs(lease)).isEqualTo(lease.begun().monotonicNs());
    }

    @Test
    void waitsForAHolderThatIsGoneFromTheGroup() {
        seen(Group.EMPTY);
        clock.pass(Lease.TERM.minus(STEP));
        seen(THEIRS);
        Moment given = seen(OURS);
        clock.pass(STEP);

        assertThat(noneFromNs(begin())).isEqualTo(aTermAfter(given));
    }

    @Test
    void waitsForAHolderThatWasGoneBeforeAnotherHandedItOver() {
        seenForATerm(THEIRS);
        Moment gone = seen(stable(Map.of("ours", Set.of(), "theirs too", Set.of(0))));
        seen(stable(Map.of("ours", Set.of(0), "theirs too", Set.of())));

        assertThat(noneFromNs(begin())).isEqualTo(aTermAfter(gone));
    }

    @Test
    void waitsForNobodyWhoIsToldThatItHasThePartitionOnceMoreBeforeItHandsItOver() {
        seenForATerm(THEIRS);
        seen(OURS);
        seen(THEIRS);
        seen(HANDED_OVER);
        Lease lease = begin();

        assertThat(noneFromNs(lease)).isEqualTo(lease.begun().monotonicNs());
    }

    @Test
    void waitsForAHolderWhileThePartitionIsNobodys() {
        seen(THEIRS);
        seen(stable(Map.of("ours", Set.of(), "theirs", Set.of())));
        Lease lease = begin();

        assertThat(noneFromNs(lease)).isEqualTo(aTermAfter(lease.begun()));
    }

    @Test
    void startsAnewAfterALongSilence() {
        seen(THEIRS);
        clock.pass(Lease.TERM);
        Moment heard = seen(HANDED_OVER);
        clock.pass(STEP);

        assertThat(noneFromNs(begin())).isEqualTo(aTermAfter(heard));
    }

    @Test
    void neverWaitsFromAfterTheLease() {
        Lease lease = begin();
        clock.pass(STEP);
        seen(OURS);

        assertThat(noneFromNs(lease)).isEqualTo(aTermAfter(lease.begun()));
    }

    private Lease begin() {
        return new Lease(0, "ours", clock);
    }

    private long noneFromNs(Lease lease) {
        return others.noneFromNs(lease);
    }

    private static long aTermAfter(Moment moment) {
        return moment.monotonicNs() + Lease.TERM.toNanos();
    }

    /** Whoever had the partition before the first description answers no longer. */
    private void seenForATerm(Group group) {
        for (Duration seen = Duration.ZERO; seen.compareTo(Lease.TERM) <= 0; seen = seen.plus(STEP)) {
            seen(group);
        }
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
