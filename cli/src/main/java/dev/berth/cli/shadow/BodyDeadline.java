package dev.berth.cli.shadow;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long a client may take to send the body of one call. On the call's event loop. */
final class BodyDeadline {
    /** As long as Berth gives a body. */
    static final Duration USUAL = Duration.ofSeconds(60);

    /** The slowest that a long body may come. */
    private static final int BYTES_A_SECOND = 16 * 1024;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Duration time;
    private final long beginNs = System.nanoTime();
    private Runnable whenLate = () -> {};
    private boolean isLong;
    private long timer = NO_TIMER;

    BodyDeadline(Vertx vertx, HttpServerRequest request, Duration time) {
        this.vertx = vertx;
        this.request = request;
        this.time = time;
    }

    void start(Runnable late) {
        whenLate = late;
        waitFor(time.toMillis());
    }

    /** Gives more time for each byte that has come, because nobody keeps them. */
    void giveLonger() {
        isLong = true;
    }

    void stop() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void waitFor(long ms) {
        timer = vertx.setTimer(ms, now -> look());
    }

    private void look() {
        timer = NO_TIMER;
        if (request.isEnded()) {
            return;
        }
        long longerMs = isLong ? TimeUnit.SECONDS.toMillis(request.bytesRead()) / BYTES_A_SECOND : 0;
        long leftMs = time.toMillis() + longerMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
        if (leftMs > 0) {
            waitFor(leftMs);
        } else {
            whenLate.run();
        }
    }
}
