package dev.berth.cli.process;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.berth.cli.logging.Logging;
import dev.berth.events.model.Printable;
import dev.berth.terminal.ExitCode;
import dev.berth.terminal.StopSignal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a process whose disk, or Kafka inside, or client of Kafka has failed: says why in one line, has everything
 * closed in order, and stops waiting for that after a few seconds, for what has failed may never close. Any thread may
 * call it.
 */
public final class EmergencyStop {
    /** With what it takes to notice the failure this stays below ten seconds. */
    static final Duration TIMEOUT = Duration.ofSeconds(7);

    private final StopSignal stop;
    private final PrintWriter err;
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);

    /** What a process does until it is told to stop: all that it opens is closed when this returns or throws. */
    @FunctionalInterface
    public interface Work {
        void run(StopSignal stop, EmergencyStop emergency) throws InterruptedException;
    }

    private EmergencyStop(StopSignal stop, PrintWriter err) {
        this.stop = stop;
        this.err = err;
    }

    /**
     * Does the work of a process until a signal or an emergency ends it.
     *
     * @return what to exit with
     */
    public static int during(PrintWriter err, Work work) throws InterruptedException {
        StopSignal stop = StopSignal.install();
        EmergencyStop emergency = new EmergencyStop(stop, err);
        emergency.prepare();
        KafkaErrorWatch errors = KafkaErrorWatch.begin(emergency::ofKafka);
        try {
            work.run(stop, emergency);
        } catch (RuntimeException e) {
            // Reported already: what fails now fails because of it.
            if (!emergency.isBegun()) {
                throw e;
            }
        } finally {
            errors.close();
            stop.done();
        }
        return emergency.isBegun() ? ExitCode.FAULT : ExitCode.OK;
    }

    /** The thread is there beforehand, because the want of threads may be the emergency. */
    private void prepare() {
        Thread last = new Thread(this::haltInTime, "emergency-stop");
        last.setDaemon(true);
        last.start();
    }

    /** Begins to end the process; the first reason counts. */
    public void because(String reason) {
        if (isBegun.compareAndSet(false, true)) {
            begun.countDown();
            Logging.withoutKafka();
            err.println("berth: ends because " + Printable.of(reason));
            err.flush();
            stop.ask();
        }
    }

    /** A process that stops anyway needs Kafka no more. */
    private void ofKafka(String reason) {
        if (!stop.isAsked()) {
            because(reason);
        }
    }

    public boolean isBegun() {
        return isBegun.get();
    }

    private void haltInTime() {
        Uninterruptibles.awaitUninterruptibly(begun);
        Uninterruptibles.sleepUninterruptibly(TIMEOUT);
        // Without shutdown hooks, because a hook that waits for a dead disk is why this exists. The system releases all
        // locks.
        Runtime.getRuntime().halt(ExitCode.FAULT);
    }
}
