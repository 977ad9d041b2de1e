package dev.berth.cli.shadow;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of calls may be kept in all: bodies that pass by, and calls that wait. Any thread. */
final class MemoryBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long most) {
        this.most = most;
    }

    /** What one call has of it. */
    final class Share {
        private final AtomicLong own = new AtomicLong();

        /** Takes more; false if there is no more. */
        boolean take(long bytes) {
            if (taken.addAndGet(bytes) > most) {
                taken.addAndGet(-bytes);
                return false;
            }
            own.addAndGet(bytes);
            return true;
        }

        /** Gives all of it back, once or again. */
        void release() {
            taken.addAndGet(-own.getAndSet(0));
        }
    }

    Share share() {
        return new Share();
    }

    long taken() {
        return taken.get();
    }

    long most() {
        return most;
    }
}
