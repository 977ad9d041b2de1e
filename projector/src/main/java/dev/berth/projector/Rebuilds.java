package dev.berth.projector;

import dev.berth.events.model.Region;
import dev.berth.projector.store.PoolsRebuilt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Where operators ask for projections to be made again, and stream threads, which alone may write the stores, find what
 * was asked. Thread-safe.
 */
final class Rebuilds {
    private final Queue<PendingRebuild> pending = new ConcurrentLinkedQueue<>();

    private record PendingRebuild(Region region, CompletableFuture<PoolsRebuilt> result) {}

    /** Completes once the region's pools were rebuilt; with {@link LogUnavailableException} if they were not. */
    CompletionStage<PoolsRebuilt> ask(Region region) {
        PendingRebuild rebuild = new PendingRebuild(region, new CompletableFuture<>());
        pending.add(rebuild);
        return rebuild.result();
    }

    /** Does what was asked for regions that the calling thread keeps. */
    void serve(Predicate<Region> isKept, Function<Region, PoolsRebuilt> rebuild) {
        for (PendingRebuild each : pending) {
            if (isKept.test(each.region()) && pending.remove(each)) {
                try {
                    each.result().complete(rebuild.apply(each.region()));
                } catch (RuntimeException failure) {
                    // Rethrown, so that the transaction with half of it is not committed.
                    each.result()
                            .completeExceptionally(new LogUnavailableException(
                                    "The pools of region " + each.region() + " were not rebuilt, and are as they were: "
                                            + failure.getMessage() + ".",
                                    failure));
                    throw failure;
                }
            }
        }
    }

    /** Fails the requests for regions that the calling thread no longer keeps. */
    void leave(Predicate<Region> wasKept) {
        for (PendingRebuild each : pending) {
            if (wasKept.test(each.region()) && pending.remove(each)) {
                each.result()
                        .completeExceptionally(new LogUnavailableException("Region " + each.region()
                                + " left this instance before its pools were rebuilt; they are as they were."));
            }
        }
    }
}
