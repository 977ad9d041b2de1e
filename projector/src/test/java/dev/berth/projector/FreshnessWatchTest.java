package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.log.LogMark;
import dev.berth.projector.store.CopyQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.Test;

/** Since when a copy is known to hold everything. */
class FreshnessWatchTest {
    private static final Uuid TOPIC = new Uuid(1, 1);

    private final TestingClock clock = new TestingClock();
    private final TestingLogCheck log = new TestingLogCheck();
    private final Freshness freshness = new Freshness(clock);
    private CopyQuery.Copy copy = copy(41);
    private final FreshnessWatch watch = new FreshnessWatch(freshness, new OneCopy(), log, clock, 1);

    /** A copy of partition 0. */
    private final class OneCopy implements Copies {
        @Override
        @SuppressWarnings("unchecked")
        public <R> QueryResult<R> ask(int partition, Query<R> query) {
            return copy == null ? null : (QueryResult<R>) QueryResult.forResult(copy);
        }
    }

    private static CopyQuery.Copy copy(long offset) {
        return new CopyQuery.Copy(true, Optional.of(new LogMark(TOPIC, offset, "")), List.of(), List.of());
    }

    @Test
    void countsFromTheLastLookAtWhichTheCopyHeldTheWholeLog() throws Exception {
        log.readableEnds = Map.of(0, 42L);
        watch.look();
        assertThat(freshness.age(0, 42)).contains(Duration.ZERO);

        clock.pass(Duration.ofMillis(100));
        log.readableEnds = Map.of(0, 43L);
        log.firstRecord = OptionalLong.of(42);
        watch.look();
        assertThat(freshness.age(0, 42)).as("it is behind now").contains(Duration.ofMillis(100));

        clock.pass(Duration.ofMillis(100));
        copy = copy(42);
        watch.look();
        assertThat(freshness.age(0, 43)).contains(Duration.ZERO);
        assertThat(freshness.age(0, 42)).as("of what was read before").isEmpty();
    }

    @Test
    void countsFromWhenTheLogEndedWhereACopyHasComeToSinceWhileTheLogGrows() throws Exception {
        for (long end = 50; end < 60; end++) {
            log.readableEnds = Map.of(0, end);
            log.firstRecord = OptionalLong.of(end - 1);
            copy = copy(end - 4);
            watch.look();
            clock.pass(Duration.ofMillis(100));
        }
        // The copy holds all before offset 56, where the log ended at the look three before the last.
        assertThat(freshness.age(0, 56)).contains(Duration.ofMillis(400));
        assertThat(freshness.age(0, 55)).as("of what was read before").isEmpty();
    }

    @Test
    void takesACopyForCompleteBehindWhichNoRecordStands() throws Exception {
        log.readableEnds = Map.of(0, 45L);
        watch.look();
        assertThat(freshness.age(0, 42)).as("it may be about to be taken").isEmpty();
        watch.look();
        assertThat(freshness.age(0, 42)).contains(Duration.ZERO);

        log.readableEnds = Map.of(0, 46L);
        log.firstRecord = OptionalLong.of(45);
        clock.pass(Duration.ofSeconds(1));
        watch.look();
        watch.look();
        assertThat(freshness.age(0, 42)).contains(Duration.ofSeconds(1));
    }

    @Test
    void knowsNothingOfACopyThatIsGoneOrDoubtfulOrOfAnotherLogOrWithoutKafka() throws Exception {
        log.readableEnds = Map.of(0, 42L);
        copy = null;
        watch.look();
        copy = new CopyQuery.Copy(false, Optional.of(new LogMark(TOPIC, 41, "")), List.of(), List.of("torn"));
        watch.look();
        copy = copy(41);
        log.topicId = new Uuid(2, 2);
        watch.look();
        log.topicId = TOPIC;
        log.isReachable = false;
        watch.look();
        log.isReachable = true;
        log.readableEnds = Map.of();
        watch.look();
        assertThat(freshness.age(0, 42)).isEmpty();
    }

    @Test
    void isWantedForAWhileAfterSomebodyAsked() {
        assertThat(freshness.isWanted()).isFalse();
        freshness.want();
        clock.pass(Duration.ofSeconds(9));
        assertThat(freshness.isWanted()).isTrue();
        clock.pass(Duration.ofSeconds(2));
        assertThat(freshness.isWanted()).isFalse();
    }
}
