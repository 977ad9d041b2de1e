package dev.berth.agent;

import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reports a host at once and then again whenever something changed since the last report that arrived, looking every
 * interval. What cannot be made or sent now is tried again at the next interval. One thread runs it; any thread may
 * close it.
 */
public final class Agent implements AutoCloseable {
    /** How one look at the host ended. */
    public sealed interface Step {
        /** @param receipt what is known of what became of it */
        record Published(ReportAttempt attempt, ReportSink.Receipt receipt) implements Step {}

        /** The last report still holds. */
        record Unchanged() implements Step {}

        /** Problems stand against a report; the last one still holds. */
        record Refused(ReportAttempt attempt) implements Step {}

        /** The service has refused the report, and it is sent again: what stands against it may be put right there. */
        record Declined(String why) implements Step {}

        /** The report may not have arrived and is sent again. */
        record Failed(Throwable cause) implements Step {}
    }

    private static final long PUBLISH_TIMEOUT_SECONDS = 60;

    /**
     * A report whose decision nobody has heard of is said again after so long, and that changes nothing if it counts.
     */
    private static final long UNHEARD_AGAIN_NS = Duration.ofMinutes(10).toNanos();

    private final Supplier<ReportAttempt> source;
    private final ReportSink sink;
    private final LongSupplier nanoClock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<ReportedHost> arrived = Optional.empty();

    /** When what arrived is said again. */
    private OptionalLong againNs = OptionalLong.empty();

    /**
     * An agent that has not looked yet.
     *
     * @param source looks at the host
     */
    public Agent(Supplier<ReportAttempt> source, ReportSink sink) {
        this(source, sink, System::nanoTime);
    }

    Agent(Supplier<ReportAttempt> source, ReportSink sink, LongSupplier nanoClock) {
        this.source = source;
        this.sink = sink;
        this.nanoClock = nanoClock;
    }

    /** Looks now and after each interval until closed or interrupted, telling {@code observer} how each look ended. */
    public void run(Duration interval, Consumer<Step> observer) throws InterruptedException {
        do {
            observer.accept(step());
        } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Looks once, and reports if there is news. */
    public Step step() throws InterruptedException {
        ReportAttempt attempt = source.get();
        if (attempt.report().isEmpty()) {
            return new Step.Refused(attempt);
        }
        boolean isDue = againNs.isPresent() && nanoClock.getAsLong() - againNs.getAsLong() >= 0;
        if (attempt.report().equals(arrived) && !isDue) {
            return new Step.Unchanged();
        }
        return publish(attempt.report().get(), attempt);
    }

    /** While a sending hangs in the air nobody knows which report holds, not even the last that arrived. */
    private Step publish(ReportedHost report, ReportAttempt attempt) throws InterruptedException {
        arrived = Optional.empty();
        againNs = OptionalLong.empty();
        ReportSink.Receipt receipt;
        try {
            receipt = sink.send(report).toCompletableFuture().get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return new Step.Failed(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            return new Step.Failed(e);
        }
        if (receipt instanceof ReportSink.Receipt.Refused refused) {
            return new Step.Declined(refused.why());
        }
        arrived = Optional.of(report);
        if (receipt instanceof ReportSink.Receipt.Unheard) {
            againNs = OptionalLong.of(nanoClock.getAsLong() + UNHEARD_AGAIN_NS);
        }
        return new Step.Published(attempt, receipt);
    }

    /** Ends {@link #run} after the look that is under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
