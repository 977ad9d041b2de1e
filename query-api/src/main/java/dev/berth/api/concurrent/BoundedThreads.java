package dev.berth.api.concurrent;

import dev.berth.api.trace.RequestScope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A few threads, and a bound on what may wait for one of them. Each task works for the request of who asked for it.
 * The threads end when there is nothing to do and keep no process alive, so there is nothing to close. Any thread.
 */
public final class BoundedThreads {
    private static final long IDLE_S = 30;

    private final ThreadPoolExecutor threads;

    /**
     * @param name of each of the threads
     * @param size how many there are
     * @param waitingMax how many tasks may wait for a thread
     */
    public BoundedThreads(String name, int size, int waitingMax) {
        threads = new ThreadPoolExecutor(
                size, size, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waitingMax), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many tasks wait for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** How many tasks are run now. */
    public int running() {
        return threads.getActiveCount();
    }

    /**
     * Runs a task as soon as a thread is free.
     *
     * @throws RejectedExecutionException if too much waits already
     */
    public <T> CompletionStage<T> make(Supplier<T> work) {
        return CompletableFuture.supplyAsync(RequestScope.carried(work), threads);
    }

    /**
     * The same with a deadline, waiting for a thread included. What still runs then runs on, and nobody is waiting for
     * it any more.
     *
     * @param late the failure of what is not made until then
     * @throws RejectedExecutionException if too much waits already
     */
    public <T> CompletionStage<T> make(Supplier<T> work, Duration deadline, Supplier<RuntimeException> late) {
        return CompletableFuture.supplyAsync(RequestScope.carried(work), threads)
                .copy()
                .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(failure -> {
                    if (failure instanceof TimeoutException) {
                        throw late.get();
                    }
                    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
                });
    }
}
