package dev.berth.api.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedThreadTest {
    /** Or figures would be shown for ever that nobody counts any more. */
    @Test
    void doesItsWorkAgainAfterItHasFailed() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        Runnable failing = () -> {
            third.countDown();
            if (third.getCount() == 2) {
                throw new IllegalStateException("a bug");
            }
            throw new StackOverflowError();
        };
        try (PacedThread thread = new PacedThread("paced", failing, Duration.ofMillis(1))) {
            thread.start();

            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
