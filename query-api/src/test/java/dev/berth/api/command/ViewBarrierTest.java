package dev.berth.api.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.RegionViews;
import dev.berth.projector.store.RegionSnapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ViewBarrierTest {
    private static final Position WANTED = new Position(0, 7, 1);

    /** The first look finds a view that is not there yet; the others break, on a thread that nobody waits for. */
    private static final class BreakingViews implements RegionViews {
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public RegionSnapshot snapshot(Region region) {
            if (looks.incrementAndGet() > 1) {
                throw new IllegalStateException("the store is closed");
            }
            return RegionSnapshot.of(RegionView.empty(region));
        }

        @Override
        public Optional<RegionStop> stopped(Region region) {
            return Optional.empty();
        }

        @Override
        public Collection<Region> regions() {
            return List.of();
        }
    }

    @Test
    void tellsWhoWaitsThatAViewBroke() {
        ViewBarrier barrier = new ViewBarrier(new BreakingViews(), Duration.ofMinutes(1));
        assertThat(barrier.reached(Region.DEFAULT, WANTED).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("the store is closed");
    }
}
