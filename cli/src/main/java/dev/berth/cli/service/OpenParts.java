package dev.berth.cli.service;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The opened parts, closed in reverse, each one even if another fails to close. Thread-safe. */
final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean isClosed;

    /** Registers a part to close; a part that comes after the close is closed at once. */
    synchronized <T extends AutoCloseable> T add(T part) {
        if (isClosed) {
            close(part);
        } else {
            opened.push(part);
        }
        return part;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not close in order", part.getClass().getSimpleName(), e);
        }
    }
}
