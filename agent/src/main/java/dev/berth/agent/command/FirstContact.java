package dev.berth.agent.command;

import com.google.common.base.Throwables;
import dev.berth.terminal.CannotRunException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Whether those whom an agent reports to have answered at all. Each question has a deadline of its own, but there may be
 * several before the first report, and some of what is waited for takes none, such as the look-up of a name. Thread-safe.
 */
final class FirstContact {
    /** With the start of a JVM this is less than ten seconds. */
    static final Duration TIMEOUT = Duration.ofSeconds(7);

    private final CountDownLatch over = new CountDownLatch(1);

    /** Somebody has answered, and from here on the work may take its time. */
    void made() {
        over.countDown();
    }

    /**
     * Does the work on a thread of its own, and waits for it. Work that hangs is left behind on its thread, which keeps
     * no JVM from ending.
     *
     * @param whom the work is to hear of, for whoever reads that nothing was heard
     * @throws CannotRunException if there was no contact within the patience
     */
    int await(Duration patience, String whom, Callable<Integer> work) throws InterruptedException {
        FutureTask<Integer> task = new FutureTask<>(work) {
            @Override
            protected void done() {
                made();
            }
        };
        Thread thread = new Thread(task, "agent");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotRunException(whom + " has not answered within " + patience.toSeconds()
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
}
