package dev.berth.api.candidate;

import dev.berth.api.http.Answer;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads for searches that may take long, away from the event loops that serve everybody: half as many as there are processors, so
 * that claims always find one. What would have to wait behind too many others is refused. The threads end when there is nothing to do
 * and keep no process alive, so there is nothing to close.
 */
final class SearchThreads {
    private static final int WAITING_MAX = 64;
    private static final long IDLE_S = 30;

    private final ThreadPoolExecutor threads;

    SearchThreads() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING_MAX);
    }

    /**
     * @param size how many searches run at a time
     * @param waitingMax how many more may wait for one of them to end
     */
    SearchThreads(int size, int waitingMax) {
        threads = new ThreadPoolExecutor(
                size, size, IDLE_S, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waitingMax), SearchThreads::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable search) {
        Thread thread = new Thread(search, "candidate-search");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Has the search made as soon as a thread is free.
     *
     * @throws dev.berth.api.http.ProblemException 503 if too many others wait already
     */
    CompletionStage<Answer> make(Supplier<Answer> search) {
        try {
            return CompletableFuture.supplyAsync(search, threads);
        } catch (RejectedExecutionException full) {
            throw new Problem(
                            503,
                            "Too many long searches for allocation candidates are under way. Ask again, or ask for less:"
                                    + " a limit helps.",
                            ErrorCode.UNDEFINED)
                    .exception();
        }
    }
}
