package dev.berth.api.command;

import dev.berth.api.http.Call;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The view of a region in which something has just been decided. Without a lease that serves nothing is acknowledged:
 * what was decided stands, but anyone who serves the region now may not have come to it yet. A lease that lapsed mostly
 * comes back in a moment, so its answer waits for it as a request does that comes then. For one write.
 */
final class VouchedView {
    private static final Executor LATER = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

    private final RegionViews views;
    private final Call call;
    private final long deadlineNs;
    private final CompletableFuture<RegionView> found = new CompletableFuture<>();

    private VouchedView(Backend backend, Call call) {
        this.views = backend.views();
        this.call = call;
        this.deadlineNs = System.nanoTime() + backend.patience().toNanos();
    }

    /** Fails with status 503 if the region could not be vouched for in time, or another instance has it by now. */
    static CompletionStage<RegionView> ifDecided(Backend backend, Call call) {
        VouchedView view = new VouchedView(backend, call);
        view.look();
        return view.found;
    }

    private void look() {
        Region region = call.region();
        try {
            found.complete(views.view(region));
        } catch (LogUnavailableException unserved) {
            if (views.isElsewhere(region) || System.nanoTime() - deadlineNs > 0) {
                found.completeExceptionally(Unavailable.answerLost(call).exception());
            } else {
                LATER.execute(this::look);
            }
        } catch (RuntimeException unexpected) {
            // The one who waits is to hear of it: on a thread of the pool nobody else would.
            found.completeExceptionally(unexpected);
        }
    }
}
