package dev.berth.events.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What is done for as long as a process runs, and does not end because it failed once. */
@Timeout(60)
class WatchThreadTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LastingWork.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(told);
    }

    @Test
    void looksOnAfterLooksThatFailed() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        try (WatchThread watch = new WatchThread("a-watch", Duration.ofMillis(1), () -> {
            switch (looks.incrementAndGet()) {
                case 1 -> throw new IllegalStateException("a bug");
                case 2 -> throw new StackOverflowError();
                default -> third.countDown();
            }
        })) {
            watch.start();

            assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysNothingOfALookThatIsCutShortByTheEnd() throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        WatchThread watch = new WatchThread("a-watch", Duration.ofMillis(1), () -> {
            looking.countDown();
            try {
                TimeUnit.SECONDS.sleep(60);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cut.countDown();
                throw new IllegalStateException("what was asked is closed");
            }
        });
        watch.start();
        looking.await();
        watch.close();

        assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(told.list).isEmpty();
    }

    @Test
    void tellsOnceAMinuteOfWhatFailsEachTime() throws InterruptedException {
        AtomicLong nowNs = new AtomicLong();
        LastingWork work = new LastingWork(
                "The work",
                () -> {
                    throw new IllegalStateException("a bug");
                },
                nowNs::get);
        for (int i = 0; i < 90; i++) {
            assertThat(work.attempt()).isFalse();
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }

        assertThat(told.list)
                .filteredOn(line -> line.getLevel().toString().equals("ERROR"))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "The work has failed, and is tried again.", "The work has failed, and is tried again.");
    }

    @Test
    void endsForWantOfMemoryAsTheProcessDoesThen() {
        LastingWork work = new LastingWork("The work", () -> {
            throw new OutOfMemoryError("no room");
        });

        assertThatThrownBy(work::attempt).isInstanceOf(OutOfMemoryError.class);
    }
}
