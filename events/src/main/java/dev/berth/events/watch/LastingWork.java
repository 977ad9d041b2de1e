package dev.berth.events.watch;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again for as long as a process runs. That it fails once is told and is no end of it: a
 * thread that died of it would be missed by nobody, and what it keeps true would just not be so any more. Only for want
 * of memory it ends, as the process does then. For one thread.
 */
public final class LastingWork {
    /** One time of it. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LastingWork.class);

    /** What fails each time is told this often. */
    private static final long WORD_NS = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final Work work;
    private final LongSupplier nowNs;
    private long wordNs;

    /** @param name what is told of it if it fails */
    public LastingWork(String name, Work work) {
        this(name, work, System::nanoTime);
    }

    LastingWork(String name, Work work, LongSupplier nowNs) {
        this.name = name;
        this.work = work;
        this.nowNs = nowNs;
        this.wordNs = nowNs.getAsLong() - WORD_NS;
    }

    /**
     * Does it once.
     *
     * @return false if it failed
     * @throws OutOfMemoryError if there was no memory for it
     */
    public boolean attempt() throws InterruptedException {
        try {
            work.run();
            return true;
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            tell(e);
            return false;
        }
    }

    private void tell(Throwable failure) {
        long now = nowNs.getAsLong();
        if (now - wordNs >= WORD_NS) {
            wordNs = now;
            LOG.error("{} has failed, and is tried again.", name, failure);
        } else {
            LOG.debug("{} has failed again", name, failure);
        }
    }
}
