package dev.berth.api.candidate;

import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Threads for searches that may take long, so that these do not block event loops. There are half as many as
 * processors, so that claims always get one. A search is refused when too many others wait, or when it has waited too
 * long itself; and a long answer when too many others are being sent, or when these hold too much memory.
 */
final class SearchThreads {
    private static final int WAITING_MAX = 64;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final int LONG_ANSWERS_MAX = 16;

    /** What the candidates of long answers may take together. The last may exceed it, so that any can be sent. */
    private static final long LONG_BYTES_MAX = 64L * 1024 * 1024;

    private final BoundedThreads threads;
    private final Duration waitMax;
    private final Semaphore longAnswers;
    private final long longBytesMax;
    private final AtomicLong longBytes = new AtomicLong();
    private final SearchMeters meters;

    SearchThreads(MeterRegistry registry) {
        this(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                WAITING_MAX,
                WAIT_MAX,
                LONG_ANSWERS_MAX,
                LONG_BYTES_MAX,
                registry);
    }

    /**
     * @param size how many searches run at a time
     * @param waitingMax how many more may wait for one of them to end
     * @param waitMax how long each may wait
     * @param longAnswersMax how many answers that are too long to be made at once may be on their way
     * @param longBytesMax how much memory they may hold before another is refused
     */
    SearchThreads(
            int size, int waitingMax, Duration waitMax, int longAnswersMax, long longBytesMax, MeterRegistry registry) {
        this.waitMax = waitMax;
        longAnswers = new Semaphore(longAnswersMax);
        this.longBytesMax = longBytesMax;
        threads = new BoundedThreads("candidate-search", size, waitingMax);
        meters = new SearchMeters(threads, registry);
    }

    /**
     * Has the search made as soon as a thread is free. Whoever has waited too long by then gets 503, so that the next
     * need not wait for a search whose client has given up.
     *
     * @throws dev.berth.api.problem.ProblemException 503 if too many others wait already
     */
    CompletionStage<Answer> make(Supplier<Answer> search) {
        long untilNs = System.nanoTime() + waitMax.toNanos();
        try {
            return threads.make(() -> {
                if (System.nanoTime() - untilNs > 0) {
                    meters.refused(SearchMeters.Refused.WAITED);
                    throw tooManySearches();
                }
                return search.get();
            });
        } catch (RejectedExecutionException full) {
            meters.refused(SearchMeters.Refused.QUEUE);
            throw tooManySearches();
        }
    }

    /** What is measured of searches. */
    SearchMeters meters() {
        return meters;
    }

    private static RuntimeException tooManySearches() {
        return busy("Too many long searches for allocation candidates are under way.");
    }

    /**
     * Counts an answer that is made while it is sent, until it is.
     *
     * @param bytes the memory that it holds until then
     * @throws dev.berth.api.problem.ProblemException 503 if too many others are being sent, or too large ones
     */
    Answer admit(Answer answer, long bytes) {
        if (answer.isWhole()) {
            return answer;
        }
        if (!longAnswers.tryAcquire()) {
            throw refused(answer);
        }
        if (longBytes.getAndAdd(bytes) >= longBytesMax) {
            giveBack(bytes);
            throw refused(answer);
        }
        return answer.whenSent(() -> giveBack(bytes));
    }

    private void giveBack(long bytes) {
        longBytes.addAndGet(-bytes);
        longAnswers.release();
    }

    private RuntimeException refused(Answer answer) {
        answer.discard();
        meters.refused(SearchMeters.Refused.ANSWERS);
        return busy("Too many long lists of allocation candidates are being sent.");
    }

    private static RuntimeException busy(String what) {
        return new Problem(503, what + " Ask again, or ask for less: a limit helps.", ErrorCode.UNDEFINED).exception();
    }
}
