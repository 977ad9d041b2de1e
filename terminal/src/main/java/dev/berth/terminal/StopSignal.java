package dev.berth.terminal;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is told to stop end in order: SIGTERM and SIGINT ask, and the process waits for the
 * command to have closed what it opened, for a while.
 */
public final class StopSignal {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Duration timeout;
    private volatile OptionalInt status = OptionalInt.empty();

    private StopSignal(Duration timeout) {
        this.timeout = timeout;
    }

    /** Listens from now on. */
    public static StopSignal install() {
        return install(TIMEOUT);
    }

    /** As above, for a command that may take so long to end in order. */
    public static StopSignal install(Duration timeout) {
        StopSignal signal = new StopSignal(timeout);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::askAndWait, "stop-signal"));
        return signal;
    }

    /** Blocks until the process is told to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /** Whether the process was told to stop. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is closed; the process may go. */
    public void done() {
        done.countDown();
    }

    /**
     * The same, and the process ends with this status whatever it was told to stop by; without one it ends with that of
     * the signal. All that was printed has to be flushed, and other hooks of the JVM may be cut short.
     */
    public void done(int exitStatus) {
        status = OptionalInt.of(exitStatus);
        done();
    }

    /** Also ends {@link #await}, for a command that finds it cannot go on. */
    public void ask() {
        asked.countDown();
    }

    private void askAndWait() {
        asked.countDown();
        try {
            if (done.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && status.isPresent()) {
                // The JVM is ending already, and would take no other status than the signal's.
                Runtime.getRuntime().halt(status.getAsInt());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
