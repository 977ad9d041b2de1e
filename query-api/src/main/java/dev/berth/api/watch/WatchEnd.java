package dev.berth.api.watch;

import java.util.Locale;

/** Why a watch ends before its client does. */
enum WatchEnd {
    /** The client did not take what it was sent, or there was no room for it. */
    SLOW_READER,
    /** The instance is being stopped; another one, or this one after its start, goes on. */
    STOPPING,
    /**
     * It took as long as one watch may: whether the client may still watch is asked again when it resumes. Or its
     * client was there only when nobody waited for it any more.
     */
    TIME_OVER,
    /** The log cannot be read now, or not from there. */
    LOG_UNREADABLE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
