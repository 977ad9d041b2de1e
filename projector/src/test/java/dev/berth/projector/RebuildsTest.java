package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.model.Region;
import dev.berth.projector.store.PoolsRebuilt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RebuildsTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");

    private final Rebuilds rebuilds = new Rebuilds();

    @Test
    void leavesARegionToTheThreadThatKeepsIt() {
        CompletableFuture<PoolsRebuilt> asked = rebuilds.ask(EAST).toCompletableFuture();

        rebuilds.serve(WEST::equals, RebuildsTest::rebuilt);
        assertThat(asked).isNotDone();
        rebuilds.serve(EAST::equals, RebuildsTest::rebuilt);
        assertThat(asked).isCompletedWithValue(rebuilt(EAST));
    }

    @Test
    void saysThatNothingIsKeptOfARebuildThatBreaks() {
        CompletableFuture<PoolsRebuilt> asked = rebuilds.ask(EAST).toCompletableFuture();
        IllegalStateException fenced = new IllegalStateException("fenced by another instance");

        assertThatThrownBy(() -> rebuilds.serve(EAST::equals, region -> {
                    throw fenced;
                }))
                .isSameAs(fenced);
        assertThat(asked)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class)
                .withMessageContaining("not rebuilt, and are as they were: fenced by another instance.");
    }

    @Test
    void tellsWhoWaitsWhenTheRegionLeaves() {
        CompletableFuture<PoolsRebuilt> east = rebuilds.ask(EAST).toCompletableFuture();
        CompletableFuture<PoolsRebuilt> west = rebuilds.ask(WEST).toCompletableFuture();

        rebuilds.leave(EAST::equals);

        assertThat(east)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class)
                .withMessageContaining("Region east left this instance");
        assertThat(west).isNotDone();
    }

    private static PoolsRebuilt rebuilt(Region region) {
        return new PoolsRebuilt(region, 1, 2, 0, 3);
    }
}
