package dev.berth.cli.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A part of a start that goes on beside another, on a thread of its own. */
final class StartTask<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private StartTask() {}

    static <T> StartTask<T> begin(String name, Supplier<T> work) {
        StartTask<T> task = new StartTask<>();
        Thread thread = new Thread(() -> task.run(work), "start-" + name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private void run(Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Waits for the result; throws what the work has thrown. */
    T join() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
