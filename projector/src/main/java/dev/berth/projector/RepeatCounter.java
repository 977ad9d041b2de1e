package dev.berth.projector;

import java.time.Duration;
import java.util.ArrayDeque;

/** Whether something has happened too often within a time window to be an accident. Thread-safe. */
final class RepeatCounter {
    private final int many;
    private final long windowNs;
    private final ArrayDeque<Long> latestNs = new ArrayDeque<>();

    RepeatCounter(int many, Duration window) {
        this.many = many;
        this.windowNs = window.toNanos();
    }

    synchronized void add(long nowNs) {
        latestNs.addLast(nowNs);
        if (latestNs.size() > many) {
            latestNs.removeFirst();
        }
    }

    synchronized boolean isMany(long nowNs) {
        return latestNs.size() == many && nowNs - latestNs.getFirst() < windowNs;
    }

    /** Whether it has happened within the window at all. */
    synchronized boolean isRecent(long nowNs) {
        return !latestNs.isEmpty() && nowNs - latestNs.getLast() < windowNs;
    }
}
