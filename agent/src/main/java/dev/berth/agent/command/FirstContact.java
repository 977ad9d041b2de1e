package dev.berth.agent.command;

import com.google.common.base.Throwables;
import dev.berth.agent.sink.ContactListener;
import dev.berth.terminal.CannotRunException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Whether those whom a single report goes to have answered at all. Each question has a deadline of its own, but some of
 * what is waited for takes none, such as the look-up of a name. A host that is busy may need its time for all of them
 * together, so the timeout begins anew with each answer. Thread-safe.
 */
final class FirstContact implements ContactListener {
    /** With the start of a JVM this is less than ten seconds. */
    static final Duration TIMEOUT = Duration.ofSeconds(8);

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long answeredNs;

    @Override
    public void answered() {
        answeredNs = System.nanoTime();
    }

    @Override
    public void made() {
        over.countDown();
    }

    /**
     * Does the work on a thread of its own, and waits for it. Work that hangs is left behind on its thread, which keeps
     * no JVM from ending.
     *
     * @param whom the work is to hear of, for whoever reads that nothing was heard
     * @throws CannotRunException if nobody has answered for as long as the timeout lasts
     */
    int await(Duration timeout, String whom, Callable<Integer> work) throws InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(work) {
            @Override
            protected void done() {
                made();
            }
        };
        Thread thread = new Thread(task, "agent");
        thread.setDaemon(true);
        answered();
        thread.start();
        try {
            if (!isMadeWithin(timeout)) {
                throw new CannotRunException(whom + " has not answered within " + timeout.toSeconds()
                        + " s; is it running, and is this its address?");
            }
            return task.get();
        } catch (ExecutionException e) {
            Throwables.throwIfUnchecked(e.getCause());
            throw new IllegalStateException("expected unchecked trouble but got " + e.getCause(), e.getCause());
        } finally {
            if (!task.isDone()) {
                thread.interrupt();
            }
        }
    }

    private boolean isMadeWithin(Duration timeout) throws InterruptedException {
        for (long leftNs = timeout.toNanos(); leftNs > 0; leftNs = timeout.toNanos() - silenceNs()) {
            if (over.await(leftNs, TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
        return false;
    }

    private long silenceNs() {
        return System.nanoTime() - answeredNs;
    }
}
