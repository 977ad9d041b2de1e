package dev.berth.events.watch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A thread that takes a look again and again until it is closed, and keeps no process alive. A look that fails is
 * {@linkplain LastingWork told}, and the next is taken. Any thread may start and close it, once each.
 */
public final class WatchThread implements AutoCloseable {
    /** Where looks fail, as they may do at once, they are not taken more often than this. */
    private static final long FAILED_PAUSE_MS = 250;

    private final LastingWork looks;
    private final long pauseMs;
    private final Thread thread;
    private volatile boolean isClosed;

    /**
     * @param pause before each look
     * @param look interrupted once this is closed
     */
    public WatchThread(String name, Duration pause, LastingWork.Work look) {
        this.looks = new LastingWork("A look of " + name, () -> look(look));
        this.pauseMs = pause.toMillis();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long nextMs = pauseMs;
            while (!isClosed) {
                TimeUnit.MILLISECONDS.sleep(nextMs);
                nextMs = looks.attempt() ? pauseMs : Math.max(pauseMs, FAILED_PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that fails because it is cut short by the end, or because what it asks is closed too, is nothing to know. */
    private void look(LastingWork.Work look) throws InterruptedException {
        try {
            look.run();
        } catch (RuntimeException e) {
            if (!isClosed) {
                throw e;
            }
        }
    }

    /** Ends; does not wait for a look that is under way. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
