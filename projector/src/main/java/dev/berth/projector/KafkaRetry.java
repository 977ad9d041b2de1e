package dev.berth.projector;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks Kafka again and again until it answers or a deadline passes. For stream threads. */
final class KafkaRetry {
    /** Less than a stream thread may be silent. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final int RETRY_MS = 500;

    private KafkaRetry() {}

    /** A question to Kafka. */
    interface Question {
        void ask() throws InterruptedException;
    }

    /**
     * Asks until there is an answer.
     *
     * @throws LogUnavailableException if there is none for long, or the thread is told to end
     */
    static void ask(Question question) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                question.ask();
                return;
            } catch (LogUnavailableException e) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw e;
                }
                pause();
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LogUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LogUnavailableException("The thread was told to end before Kafka had answered.", e);
    }
}
