package dev.berth.agent;

import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.command.ReportHost;
import dev.berth.events.model.CommandId;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reports a host at once and then again whenever something changed since the last report that arrived, looking every
 * interval. What cannot be made or sent now is tried again at the next interval. One thread runs it; any thread may
 * close it.
 */
public final class Agent implements AutoCloseable {
    /** How one look at the host ended. */
    public sealed interface Step {
        /** @param command what was sent and arrived */
        record Published(ReportHost command, ReportAttempt attempt) implements Step {}

        /** The last report still holds. */
        record Unchanged() implements Step {}

        /** Problems stand against a report; the last one still holds. */
        record Refused(ReportAttempt attempt) implements Step {}

        /** The report may not have arrived and is sent again. */
        record Failed(Throwable cause) implements Step {}
    }

    private static final long PUBLISH_TIMEOUT_SECONDS = 30;

    private final Supplier<ReportAttempt> source;
    private final ReportSink sink;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Optional<ReportedHost> arrived = Optional.empty();
    private Optional<ReportedHost> pending = Optional.empty();
    private CommandId pendingId = newId();

    /**
     * An agent that has not looked yet.
     *
     * @param source looks at the host
     */
    public Agent(Supplier<ReportAttempt> source, ReportSink sink) {
        this.source = source;
        this.sink = sink;
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
        // While a sending hangs in the air nobody knows which report holds, not even the last that arrived.
        if (attempt.report().equals(arrived) && pending.isEmpty()) {
            return new Step.Unchanged();
        }
        return publish(attempt.report().get(), attempt);
    }

    /** A report that is sent again keeps its id, so that it is decided once even if the first sending did arrive. */
    private Step publish(ReportedHost report, ReportAttempt attempt) throws InterruptedException {
        if (!pending.equals(Optional.of(report))) {
            pending = Optional.of(report);
            pendingId = newId();
        }
        ReportHost command = report.toCommand(pendingId);
        try {
            sink.publish(command).toCompletableFuture().get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return new Step.Failed(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            return new Step.Failed(e);
        }
        arrived = pending;
        pending = Optional.empty();
        return new Step.Published(command, attempt);
    }

    private static CommandId newId() {
        return new CommandId(UUID.randomUUID());
    }

    /** Ends {@link #run} after the look that is under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
