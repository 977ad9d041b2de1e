package dev.berth.simulator.history;

import static dev.berth.simulator.history.Outcome.CONFLICT;
import static dev.berth.simulator.history.Outcome.DONE;
import static dev.berth.simulator.history.Outcome.NOT_DONE;
import static dev.berth.simulator.history.Outcome.NOT_FOUND;
import static dev.berth.simulator.history.Outcome.REFUSED;
import static dev.berth.simulator.history.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.simulator.history.Violation.Kind;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A provider "p" of 10 and a provider "q" of 4; times are counted in seconds and go on by themselves. */
class HistoryTest {
    private static final long SECOND = 1_000_000_000L;

    private final History history = new History(Map.of("p", 10L, "q", 4L));
    private long nowNs;
    private long ids;

    @Test
    void findsNothingInAHistoryThatIsRight() {
        write("c1", 3, 0, DONE);
        sees("c1", state(3, 1));
        write("c1", 5, 1, DONE);
        write("c1", 5, 1, CONFLICT);
        write("c2", 6, 0, REFUSED);
        sees("c2", ConsumerState.NOTHING);
        uses(5);
        lists(Map.of("c1", 5L));
        release("c1", Write.ANY, DONE);
        release("c1", Write.ANY, NOT_FOUND);
        uses(0);
        lists(Map.of());
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedClaimThatIsLost() {
        write("c1", 3, 0, DONE);
        sees("c1", ConsumerState.NOTHING);
        assertFound(Kind.LOST, "a read showed nothing", "{p=3} at generation 1");
    }

    @Test
    void findsAnAcknowledgedClaimThatIsLostByTheNextWrite() {
        write("c1", 3, 0, DONE);
        release("c1", Write.ANY, NOT_FOUND);
        assertFound(Kind.LOST, "answered NOT_FOUND");
    }

    @Test
    void findsAnAcknowledgedChangeThatIsLost() {
        write("c1", 3, 0, DONE);
        write("c1", 5, 1, DONE);
        sees("c1", state(3, 1));
        assertFound(Kind.LOST, "{p=3} at generation 1", "{p=5} at generation 2");
    }

    @Test
    void findsALossInWhatIsUsedAndInWhatIsListed() {
        write("c1", 3, 0, DONE);
        write("c2", 4, 0, DONE);
        uses(4);
        lists(Map.of("c2", 4L));
        assertThat(history.violations()).extracting(Violation::kind).containsExactly(Kind.LOST, Kind.LOST);
    }

    @Test
    void findsAWriteThatWasDoneTwice() {
        write("c1", 3, 0, DONE);
        sees("c1", state(3, 2));
        assertFound(Kind.DOUBLED, "{p=3} at generation 2");
    }

    @Test
    void findsAWriteThatWasDoneTwiceInWhatIsUsed() {
        write("c1", 3, 0, DONE);
        uses(6);
        assertFound(Kind.DOUBLED, "6 are used of provider p but it can only be 3 to 3");
    }

    @Test
    void findsAReleasedConsumerThatCameBack() {
        write("c1", 3, 0, DONE);
        release("c1", Write.ANY, DONE);
        sees("c1", state(3, 1));
        assertFound(Kind.DOUBLED, "can only be [nothing]");
    }

    @Test
    void findsAForgottenConsumerThatCameBack() {
        write("c1", 3, 0, DONE);
        release("c1", Write.ANY, DONE);
        nowNs += 1000 * SECOND;
        history.expire(nowNs, nowNs);
        lists(Map.of("c1", 3L));
        assertFound(Kind.DOUBLED, "who has nothing for long");
    }

    @Test
    void findsAnOvercommitInWhatWasAcknowledged() {
        write("c1", 6, 0, DONE);
        write("c2", 5, 0, DONE);
        assertFound(Kind.OVERCOMMITTED, "11 of 10 are acknowledged as held of provider p");
    }

    @Test
    void findsAnOvercommitInWhatIsUsed() {
        write("c1", 6, 0, DONE);
        write("c2", 5, 0, UNKNOWN);
        uses(11);
        assertFound(Kind.OVERCOMMITTED, "11 of 10 are used");
    }

    @Test
    void findsAReadThatIsOlderThanItMayBe() {
        write("c1", 3, 0, DONE);
        nowNs += 2 * SECOND;
        write("c1", 4, 1, DONE);
        seesOld("c1", state(3, 1), 10);
        assertThat(history.violations()).isEmpty();
        nowNs += 4 * SECOND;
        seesOld("c1", state(3, 1), 2);
        assertFound(Kind.STALE, "{p=3} at generation 1");
    }

    @Test
    void findsAnOldReadThatDoesNotShowWhatItsClientWrote() {
        write("c1", 3, 0, DONE);
        long sinceNs = nowNs;
        Read read = history.beginRead("c1", sinceNs, true);
        history.endRead(read, ConsumerState.NOTHING, tick(), "read");
        assertFound(Kind.STALE, "a read showed nothing");
    }

    @Test
    void findsUsageThatIsOlderThanItMayBe() {
        write("c1", 3, 0, DONE);
        nowNs += 5 * SECOND;
        Read may = history.beginReadOfProvider("p", nowNs - 10 * SECOND, true);
        history.endUsage(may, 0, tick(), "usage");
        assertThat(history.violations()).isEmpty();
        Read mayNot = history.beginReadOfProvider("p", nowNs - 2 * SECOND, true);
        history.endUsage(mayNot, 0, tick(), "usage");
        assertFound(Kind.STALE, "0 are used of provider p");
    }

    @Test
    void letsAWriteOfUnknownOutcomeBeDoneOrNotAndLater() {
        write("c1", 3, 0, UNKNOWN);
        sees("c1", ConsumerState.NOTHING);
        uses(0);
        sees("c1", state(3, 1));
        uses(3);
        assertThat(history.violations()).isEmpty();
        sees("c1", ConsumerState.NOTHING);
        assertFound(Kind.LOST, "a read showed nothing");
    }

    @Test
    void letsNoWriteComeToPassThatIsOver() {
        write("c1", 3, 0, UNKNOWN);
        sees("c1", ConsumerState.NOTHING);
        history.expire(nowNs + 1, tick());
        sees("c1", ConsumerState.NOTHING);
        sees("c1", state(3, 1));
        assertFound(Kind.DOUBLED, "{p=3} at generation 1");
    }

    @Test
    void letsNoWriteComeToPassThatWasSaidNotToBe() {
        write("c1", 3, 0, NOT_DONE);
        sees("c1", state(3, 1));
        assertFound(Kind.DOUBLED, "{p=3} at generation 1");
    }

    @Test
    void letsALateReleaseUndoAClaimThatCameAfterIt() {
        write("c1", 3, 0, DONE);
        release("c1", Write.ANY, UNKNOWN);
        write("c1", 4, 1, DONE);
        sees("c1", state(4, 2));
        sees("c1", ConsumerState.NOTHING);
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsAConflictThatHadNoReason() {
        write("c1", 3, 0, DONE);
        write("c1", 4, 1, CONFLICT);
        assertFound(Kind.LOST, "answered CONFLICT");
    }

    @Test
    void findsAnAcknowledgedWriteThatHadToBeRefused() {
        write("c1", 3, 0, DONE);
        write("c1", 4, 7, DONE);
        assertFound(Kind.IMPOSSIBLE, "answered DONE");
    }

    @Test
    void findsAClaimThatWasDoneByHalf() {
        Write both = new Write(ids++, "c1", ImmutableSortedMap.of("p", 2L, "q", 2L), 0);
        history.begin(both, tick());
        history.end(both.id(), DONE, tick(), "claim of both");
        lists(Map.of("c1", 2L));
        sees("c1", state(2, 1));
        assertFound(Kind.IMPOSSIBLE, "{p=2, q=2} at generation 1");
    }

    @Test
    void takesWhatAReadShowsBesideAWriteForItsEffect() {
        Write claim = new Write(ids++, "c1", ImmutableSortedMap.of("p", 2L), 0);
        history.begin(claim, tick());
        sees("c1", state(2, 1));
        history.end(claim.id(), DONE, tick(), "claim");
        sees("c1", state(2, 1));
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void letsAReadThatBeganBeforeAnAnswerShowWhatWasSoBefore() {
        write("c1", 3, 0, DONE);
        Read read = history.beginRead("c1", tick(), false);
        write("c1", 4, 1, DONE);
        history.endRead(read, state(3, 1), tick(), "read");
        sees("c1", state(4, 2));
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void namesTheCallsConcernedAndTellsAFaultOnce() {
        write("c1", 3, 0, DONE);
        sees("c1", ConsumerState.NOTHING);
        sees("c1", ConsumerState.NOTHING);
        assertThat(history.violations())
                .singleElement()
                .satisfies(found -> assertThat(found.calls()).containsExactly("c1 3@0 DONE", "read of c1"));
    }

    private void write(String consumer, long amount, int generation, Outcome outcome) {
        Write write = new Write(ids++, consumer, ImmutableSortedMap.of("p", amount), generation);
        history.begin(write, tick());
        history.end(write.id(), outcome, tick(), consumer + " " + amount + "@" + generation + " " + outcome);
    }

    private void release(String consumer, int generation, Outcome outcome) {
        Write write = new Write(ids++, consumer, ImmutableSortedMap.of(), generation);
        history.begin(write, tick());
        history.end(write.id(), outcome, tick(), "release of " + consumer + " " + outcome);
    }

    private void sees(String consumer, ConsumerState seen) {
        Read read = history.beginRead(consumer, tick(), false);
        history.endRead(read, seen, tick(), "read of " + consumer);
    }

    private void seesOld(String consumer, ConsumerState seen, int seconds) {
        Read read = history.beginRead(consumer, tick() - seconds * SECOND, true);
        history.endRead(read, seen, tick(), "old read of " + consumer);
    }

    private void uses(long used) {
        Read read = history.beginReadOfProvider("p", tick(), false);
        history.endUsage(read, used, tick(), "usage of p");
    }

    private void lists(Map<String, Long> seen) {
        Read read = history.beginReadOfProvider("p", tick(), false);
        history.endListing(read, new TreeMap<>(seen), tick(), "list of p");
    }

    private static ConsumerState state(long amount, int generation) {
        return new ConsumerState(ImmutableSortedMap.of("p", amount), generation);
    }

    private long tick() {
        nowNs += SECOND / 10;
        return nowNs;
    }

    private void assertFound(Kind kind, String... texts) {
        assertThat(history.violations()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(kind);
            assertThat(found.text()).contains(texts);
        });
    }
}
