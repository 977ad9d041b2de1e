package dev.berth.cli.shadow;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** The proxy with all that belongs to it, from its start until it is closed. Any thread. */
final class RunningShadow implements AutoCloseable {
    /** For how long a stop waits for what the service that follows makes of the last calls. */
    private static final long LAST_ANSWERS_MS = 2_000;

    private static final long LOOK_MS = 20;

    private final ReportText text;
    private final Shadow shadow;
    private final Follower follower;
    private final CatchUp catchUp;
    private final FrontProxy proxy;
    private final ReportPages pages;

    private RunningShadow(
            ReportText text, Shadow shadow, Follower follower, CatchUp catchUp, FrontProxy proxy, ReportPages pages) {
        this.text = text;
        this.shadow = shadow;
        this.follower = follower;
        this.catchUp = catchUp;
        this.proxy = proxy;
        this.pages = pages;
    }

    /**
     * Serves from now on, and begins to bring Berth in line.
     *
     * @throws dev.berth.terminal.CannotRunException if an address cannot be listened on
     */
    static RunningShadow start(ShadowSettings settings, ShadowSettings.Clients clients) {
        ServiceRoles roles = new ServiceRoles(settings.placement(), settings.berth(), settings.isBerthFollowing());
        MemoryBudget memory = new MemoryBudget(settings.bytesMax());
        ShadowReport report = new ShadowReport();
        Follower follower = new Follower(roles.follower(), settings.authority(), settings.connections(), memory);
        Shadow shadow = new Shadow(roles, follower, report, settings.queueMax(), settings.connections());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ReportMeters.register(meters, report, shadow::state);
        ReportText text = new ReportText(roles, report, shadow);
        CatchUp catchUp =
                new CatchUp(roles, clients, settings.connections(), settings.mayDelete(), shadow, report.catching());
        ReportPages pages = new ReportPages(text, meters, catchUp::again);
        FrontProxy proxy = new FrontProxy(
                roles, settings.authority(), settings.listen(), shadow, report, memory, meters, BodyDeadline.USUAL);
        RunningShadow running = new RunningShadow(text, shadow, follower, catchUp, proxy, pages);
        try {
            pages.start(settings.report());
            proxy.start();
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
        catchUp.start();
        return running;
    }

    ReportText report() {
        return text;
    }

    /**
     * Answers what is under way and takes no more, and waits for a moment for what the service that follows makes of
     * it. Nothing is compared afterwards, so the report is the last one.
     */
    void drain() throws InterruptedException {
        proxy.close();
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAST_ANSWERS_MS);
        while (shadow.state().underWay() > 0 && System.nanoTime() - deadlineNs < 0) {
            Thread.sleep(LOOK_MS);
        }
        follower.close();
    }

    /** Serves no more; calls that wait are lost, and found when all is compared at the next start. */
    @Override
    public void close() {
        proxy.close();
        catchUp.close();
        follower.close();
        pages.close();
    }
}
