package dev.berth.projector.moment;

import dev.berth.events.model.Region;
import dev.berth.events.watch.LastingWork;
import dev.berth.ledger.RegionFold;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps moments of the regions that this instance decides for, as they pass. It takes folds that never change and are
 * there for readers anyway, on a thread of its own, so the stream thread does nothing for it.
 */
public final class MomentWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MomentWatch.class);
    private static final long PAUSE_MS = 100;

    /** How long the end waits for a file that is being written. */
    private static final long CLOSE_MS = 5_000;

    /** A round takes at most such a part of the time. */
    private static final int ROUND_SHARE = 20;

    private final RegionViews views;
    private final Moments moments;
    private final Thread thread = new Thread(this::run, "moment-watch");
    private final LastingWork looks = new LastingWork("The keeping of moments", this::lookOnce);
    private final CountDownLatch closing = new CountDownLatch(1);

    public MomentWatch(RegionViews views, Moments moments) {
        this.views = views;
        this.moments = moments;
        thread.setDaemon(true);
    }

    public MomentWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                long startNs = System.nanoTime();
                looks.attempt();
                long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                closing.await(Math.max(PAUSE_MS, ROUND_SHARE * tookMs), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException tooLong) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() {
        try {
            look();
        } catch (RuntimeException e) {
            warn("No moments could be kept", e);
        }
    }

    /** Looks at each region once. */
    void look() {
        Collection<Region> regions = views.regions();
        moments.seeOnly(regions);
        moments.closeIdle();
        Map<Integer, RegionFold> newest = new HashMap<>();
        for (Region region : regions) {
            tryTo("A moment of region " + region + " could not be kept", () -> {
                RegionFold now = views.snapshot(region).fold();
                moments.see(now);
                newest.merge(now.lastTaken().partition(), now, MomentWatch::later);
            });
        }
        for (RegionFold now : newest.values()) {
            Region region = now.view().region();
            tryTo(
                    "The times of the log of region " + region + " could not be read",
                    () -> moments.seeTimes(region, now.lastTaken()));
        }
    }

    private void tryTo(String failed, Runnable step) {
        if (closing.getCount() == 0) {
            return;
        }
        try {
            step.run();
        } catch (LogUnavailableException elsewhere) {
            LOG.trace("it is not kept here now", elsewhere);
        } catch (RuntimeException e) {
            warn(failed, e);
        }
    }

    private static RegionFold later(RegionFold one, RegionFold other) {
        return one.lastTaken().offset() > other.lastTaken().offset() ? one : other;
    }

    /** What is interrupted by the end fails too, and that is nothing to know. */
    private void warn(String what, RuntimeException failure) {
        if (closing.getCount() > 0) {
            LOG.warn("{}: {}", what, failure.toString());
        }
    }

    /** A file that is being written is written to its end, unless that takes too long. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
