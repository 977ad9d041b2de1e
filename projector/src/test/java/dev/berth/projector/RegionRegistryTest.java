package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.CopiedRegionQuery;
import dev.berth.projector.store.CopyQuery;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.junit.jupiter.api.Test;

/** The one guard before the views. */
class RegionRegistryTest {
    private static final Region EAST = new Region("east");

    private final TestingClock clock = new TestingClock();
    private final Leases leases = new Leases(clock);
    private final Freshness freshness = new Freshness(clock);
    private final Set<Integer> others = new HashSet<>();
    private final RegionSnapshot snapshot = RegionSnapshot.of(RegionView.empty(EAST));
    private final RegionRegistry registry =
            new RegionRegistry(leases, region -> 0, new OneCopy(), freshness, others::contains);

    /** How far the store has come. */
    private Optional<LogMark> mark = Optional.empty();

    /** Whether the store lets the lease lapse while it is asked. */
    private boolean isSlow;

    /** A store with one region. */
    private final class OneCopy implements Copies {
        @Override
        @SuppressWarnings("unchecked")
        public <R> QueryResult<R> ask(int partition, Query<R> query) {
            if (isSlow) {
                clock.pass(Lease.TERM);
            }
            if (query instanceof CopiedRegionQuery) {
                return (QueryResult<R>)
                        QueryResult.forResult(Optional.of(new CopiedRegionQuery.CopiedRegion(mark, snapshot)));
            }
            return query instanceof CopyQuery
                    ? (QueryResult<R>)
                            QueryResult.forResult(new CopyQuery.Copy(true, Optional.empty(), List.of(EAST), List.of()))
                    : (QueryResult<R>) QueryResult.forResult(snapshot);
        }
    }

    @Test
    void hasNoCopyOfARegionWhoseHomeIsNotKnownYet() {
        RegionRegistry starting = new RegionRegistry(
                leases,
                region -> {
                    throw new LogUnavailableException("This instance has just been started.");
                },
                new OneCopy(),
                freshness,
                others::contains);

        assertThat(starting.snapshot(EAST, Duration.ofSeconds(1))).isEmpty();
        assertThat(starting.snapshot(EAST, Duration.ZERO)).isEmpty();
        assertThat(starting.stopped(EAST)).isEmpty();
        assertThat(starting.isElsewhere(EAST)).isFalse();
        assertThatThrownBy(() -> starting.snapshot(EAST)).isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void knowsARegionElsewhereOnceAnotherInstanceWasGivenItsPartition() {
        assertThat(registry.isElsewhere(EAST)).isFalse();
        others.add(0);
        assertThat(registry.isElsewhere(EAST)).isTrue();
    }

    @Test
    void handsOutAViewOnlyUnderALeaseThatServes() {
        assertRefused("not kept by this instance");

        Lease lease = leases.begin(0);
        assertRefused("yet to hear from Kafka");

        serve(lease);
        assertThat(registry.view(EAST)).isSameAs(snapshot.view());

        clock.pass(Lease.TERM);
        assertRefused("not heard from Kafka since");
        assertThat(registry.regions()).as("what it has is still told").containsExactly(EAST);
    }

    @Test
    void handsOutNothingOfALeaseThatHasEndedUnderTheNext() {
        Lease before = leases.begin(0);
        serve(before);
        leases.end(before);
        assertRefused("not kept by this instance");

        Lease next = leases.begin(0);
        assertRefused("yet to hear from Kafka");
        leases.end(next);
        assertThat(registry.regions()).isEmpty();
    }

    @Test
    void handsOutNothingIfTheLeaseLapsesWhileTheStoreIsAsked() {
        serve(leases.begin(0));
        isSlow = true;
        assertRefused("not heard from Kafka since");
    }

    @Test
    void tellsOfEachPartitionWhyItIsNotServed() {
        Lease lease = leases.begin(0);
        assertThat(registry.partitions())
                .singleElement()
                .satisfies(state -> assertThat(state.obstacle().orElseThrow()).contains("yet to hear from Kafka"));

        serve(lease);
        assertThat(registry.partitions())
                .singleElement()
                .satisfies(state -> assertThat(state.obstacle()).isEmpty());
    }

    @Test
    void readsACopyOnlyAsLongAsItIsFreshEnough() {
        Duration max = Duration.ofMillis(500);
        assertThat(registry.snapshot(EAST, max)).as("nothing is known of it").isEmpty();
        assertThat(freshness.isWanted()).isTrue();

        mark = Optional.of(new LogMark(new Uuid(1, 1), 41, ""));
        freshness.know(0, 42, clock.now());
        clock.pass(Duration.ofMillis(300));
        assertThat(registry.snapshot(EAST, max)).contains(new DatedSnapshot(snapshot, Duration.ofMillis(300)));
        assertThat(registry.snapshot(EAST, Duration.ofMillis(299))).isEmpty();
        assertThat(registry.snapshot(EAST, Duration.ZERO))
                .as("the owner's alone")
                .isEmpty();

        freshness.know(0, 43, clock.now());
        assertThat(registry.snapshot(EAST, max)).as("a copy that went back").isEmpty();
    }

    @Test
    void countsHowOldACopyIsByTheClockThatSaysMore() {
        freshness.know(0, 0, clock.now());
        clock.setWall(Duration.ofMillis(400));
        assertThat(registry.snapshot(EAST, Duration.ofSeconds(1)).orElseThrow().staleness())
                .isEqualTo(Duration.ofMillis(400));

        clock.setWall(Duration.ofMillis(-500));
        assertThat(registry.snapshot(EAST, Duration.ofSeconds(1)))
                .as("set back")
                .isEmpty();
    }

    @Test
    void countsTimeThatGoesByWhileTheStoreIsAsked() {
        freshness.know(0, 0, clock.now());
        isSlow = true;
        assertThat(registry.snapshot(EAST, Lease.TERM.minusMillis(1))).isEmpty();
        assertThat(registry.snapshot(EAST, Duration.ofHours(1)).orElseThrow().staleness())
                .isGreaterThanOrEqualTo(Lease.TERM);
    }

    @Test
    void prefersItsOwnViewWhereItServes() {
        serve(leases.begin(0));
        freshness.know(0, 0, clock.now());
        clock.pass(Duration.ofMillis(10));
        assertThat(registry.snapshot(EAST, Duration.ofSeconds(1))).contains(new DatedSnapshot(snapshot, Duration.ZERO));
    }

    private void serve(Lease lease) {
        lease.follows(new Uuid(1, 1));
        lease.confirm(clock.now());
        lease.measured(0, 0);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> registry.view(EAST))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("Region east cannot be served now")
                .hasMessageContaining(reason);
    }
}
