package dev.berth.events.concurrent;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Does one thing for many items, a bounded number of them at the same time. Safe on any threads. */
public final class Batch<T> {
    private final Iterator<? extends T> items;
    private final Function<? super T, ? extends CompletionStage<?>> action;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int underWay;

    private Batch(Iterable<? extends T> items, Function<? super T, ? extends CompletionStage<?>> action) {
        this.items = items.iterator();
        this.action = action;
    }

    /**
     * Completes when the action has for every item; fails with the first failure, after which nothing more is begun.
     */
    public static <T> CompletableFuture<Void> forEach(
            Iterable<? extends T> items, int width, Function<? super T, ? extends CompletionStage<?>> action) {
        Batch<T> batch = new Batch<>(items, action);
        batch.start(width);
        return batch.done;
    }

    private void start(int width) {
        synchronized (this) {
            underWay = width;
        }
        for (int i = 0; i < width; i++) {
            goOn();
        }
    }

    /** A loop where the action has completed already, so that a thousand such items do not become a thousand frames. */
    private void goOn() {
        while (true) {
            CompletableFuture<?> begun = beginNext();
            if (begun == null) {
                return;
            }
            if (!begun.isDone()) {
                begun.whenComplete((result, failure) -> {
                    if (hasNotFailed(begun)) {
                        goOn();
                    }
                });
                return;
            }
            if (!hasNotFailed(begun)) {
                return;
            }
        }
    }

    /** Null when there is nothing left to begin. */
    private CompletableFuture<?> beginNext() {
        synchronized (this) {
            if (done.isDone()) {
                return null;
            }
            if (items.hasNext()) {
                T item = items.next();
                return begin(item);
            }
            underWay--;
            if (underWay > 0) {
                return null;
            }
        }
        done.complete(null);
        return null;
    }

    private CompletableFuture<?> begin(T item) {
        try {
            return action.apply(item).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private boolean hasNotFailed(CompletableFuture<?> finished) {
        if (finished.isCompletedExceptionally()) {
            finished.whenComplete((result, failure) -> done.completeExceptionally(failure));
            return false;
        }
        return true;
    }
}
