package dev.berth.api.command;

import dev.berth.api.http.Barrier;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.DatedSnapshot;
import dev.berth.projector.RegionViews;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a view by looking at it every few milliseconds: a reader rarely quotes a position that is not there yet.
 */
public final class ViewBarrier implements Barrier {
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS);

    private final RegionViews views;
    private final Duration timeout;

    public ViewBarrier(RegionViews views, Duration timeout) {
        this.views = views;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<Void> reached(Region region, Position position) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        look(region, position, System.nanoTime() + timeout.toNanos(), reached);
        return reached;
    }

    @Override
    public Optional<DatedSnapshot> read(Region region, Duration maxStaleness) {
        return views.snapshot(region, maxStaleness);
    }

    private void look(Region region, Position position, long deadlineNanos, CompletableFuture<Void> reached) {
        Position shown;
        try {
            shown = Backend.view(views, region).position();
        } catch (RuntimeException elsewhere) {
            // Also what nobody expects: on a thread of the pool nobody but the one who waits would hear of it.
            reached.completeExceptionally(elsewhere);
            return;
        }
        if (shown.partition() == position.partition() && shown.offset() >= position.offset()) {
            reached.complete(null);
        } else if (System.nanoTime() - deadlineNanos > 0) {
            reached.completeExceptionally(new Problem(
                            503,
                            "the view of region " + region + " is at " + shown + " and did not reach " + position
                                    + " in " + timeout.toMillis() + " ms",
                            ErrorCode.UNDEFINED)
                    .exception());
        } else {
            LATER.execute(() -> look(region, position, deadlineNanos, reached));
        }
    }
}
