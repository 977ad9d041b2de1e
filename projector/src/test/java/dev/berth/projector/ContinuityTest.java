package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Position;
import dev.berth.projector.store.LogMarkKeeper;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ContinuityTest {
    private static final byte[] VALUE = {1};

    private final TestingLogCheck log = new TestingLogCheck();
    private final Lease lease = new Lease(0, "thread-1", new TestingClock());
    private final LogMarkKeeper store = new LogMarkKeeper() {
        private Optional<LogMark> mark = Optional.empty();

        @Override
        public Optional<LogMark> mark() {
            return mark;
        }

        @Override
        public void mark(LogMark last) {
            mark = Optional.of(last);
        }
    };

    @Test
    void admitsRecordsOfALogThatGoesOn() {
        Continuity first = begun();
        take(first, 0, 1, 2);

        Continuity second = begun();
        assertThat(second.admits(at(3))).isTrue();
    }

    @Test
    void admitsNothingOfALogThatContradicts() {
        take(begun(), 0, 1, 2);
        log.contradiction = Optional.of("it ends at offset 2");

        assertThat(begun().admits(at(2))).isFalse();
        assertThat(lease.fault().orElseThrow()).contains("Partition 0 of berth.log", "it ends at offset 2");
    }

    @Test
    void admitsNothingOfATopicThatWasMadeAnew() {
        take(begun(), 0, 1, 2);
        log.topicId = new Uuid(2, 2);

        assertThat(begun().admits(at(0))).isFalse();
    }

    @Test
    void looksAgainWhenOffsetsGoBackUnderIt() {
        Continuity running = begun();
        take(running, 0, 1, 2);
        log.topicId = new Uuid(2, 2);

        assertThat(running.admits(at(0))).isFalse();
        assertThat(running.admits(at(7))).as("halted for good").isFalse();
    }

    @Test
    void admitsRecordsOfTheSameLogThatAreReadAgainAndKeepsItsMark() {
        take(begun(), 0, 1, 2);

        Continuity again = begun();
        take(again, 0, 1);
        assertThat(lease.state().mark().orElseThrow().offset()).isEqualTo(2);
        take(again, 2, 3);
        assertThat(lease.state().mark().orElseThrow().offset()).isEqualTo(3);
    }

    @Test
    void admitsNothingBehindRecordsThatWereNeverDecided() {
        take(begun(), 0, 1, 2);
        log.firstRecord = OptionalLong.of(4);

        assertThat(begun().admits(at(9))).isFalse();
        assertThat(lease.fault().orElseThrow()).contains("offset 4 was never decided", "is the one at offset 9;");
    }

    @Test
    void admitsARecordBehindOffsetsThatHoldNone() {
        take(begun(), 0, 1, 2);

        assertThat(begun().admits(at(9))).isTrue();
    }

    @Test
    void asksAgainIfKafkaDidNotAnswerAtFirst() {
        take(begun(), 0);
        log.isReachable = false;
        Lease later = new Lease(0, "thread-1", new TestingClock());
        Continuity continuity = new Continuity(log, later, store);
        continuity.begin();
        assertThat(later.topicId()).isEmpty();

        log.isReachable = true;
        continuity.begin();
        assertThat(later.topicId()).contains(log.topicId);
        assertThat(continuity.admits(at(1))).isTrue();
    }

    private Continuity begun() {
        Continuity continuity = new Continuity(log, lease, store);
        continuity.begin();
        return continuity;
    }

    private static void take(Continuity continuity, long... offsets) {
        for (long offset : offsets) {
            assertThat(continuity.admits(at(offset))).isTrue();
            continuity.took(at(offset), null, VALUE);
        }
    }

    private static Position at(long offset) {
        return new Position(0, offset, 1_000 + offset);
    }
}
