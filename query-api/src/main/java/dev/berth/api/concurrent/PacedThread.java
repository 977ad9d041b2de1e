package dev.berth.api.concurrent;

import dev.berth.events.watch.LastingWork;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that does the same again and again: with a pause that is long enough, and for at most a tenth of its time.
 * It keeps no process alive. Any thread may start and close it, once each.
 */
public final class PacedThread implements AutoCloseable {
    /** How much longer a pause is than the work before it. */
    private static final int PAUSE_FACTOR = 9;

    private final LastingWork work;
    private final long pauseLeastNs;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private volatile boolean isClosed;

    /**
     * @param work if it throws, that is told and it is done again
     * @param pauseLeast between the end of the work and its next begin
     */
    public PacedThread(String name, Runnable work, Duration pauseLeast) {
        this.work = new LastingWork("The work of " + name, work::run);
        this.pauseLeastNs = pauseLeast.toNanos();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins, with the work. */
    public void start() {
        thread.start();
    }

    /** Whether it is to end; work that takes long may ask. */
    public boolean isClosed() {
        return isClosed;
    }

    private void run() {
        try {
            boolean isOn = true;
            while (isOn) {
                long beganNs = System.nanoTime();
                work.attempt();
                isOn = pause(PAUSE_FACTOR * (System.nanoTime() - beganNs));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits; false once it is closed. */
    private boolean pause(long pauseNs) throws InterruptedException {
        lock.lock();
        try {
            long leftNs = Math.max(pauseLeastNs, pauseNs);
            while (!isClosed && leftNs > 0) {
                leftNs = closing.awaitNanos(leftNs);
            }
            return !isClosed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends; waits a second for work that is under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
