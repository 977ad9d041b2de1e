package dev.berth.agent;

import dev.berth.agent.ReportSink.Receipt;
import dev.berth.agent.ReportSink.Standing;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.host.VouchedDigest;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Looks at a host each interval, and reports it if something else stands of it than it has: because it has changed,
 * because others have deleted or changed what it vouches for, or because nobody has ever heard of it. Where nobody
 * tells what stands, it reports what has changed since the last report. What was refused is tried again ever more
 * seldom, and at once when something changes. One thread runs it; any thread may close it.
 */
public final class Agent implements AutoCloseable {
    /** How one look at the host ended. */
    public sealed interface Step {
        /** @param receipt what is known of what became of it */
        record Published(ReportAttempt attempt, Receipt receipt) implements Step {}

        /** The first look, and all that the host has stands already. */
        record Standing(ReportAttempt attempt) implements Step {}

        /** There is nothing new to tell. */
        record Unchanged() implements Step {}

        /** Problems stand against a report; the last one still holds. */
        record Invalid(ReportAttempt attempt) implements Step {}

        /** The service has refused the report, and it is tried again: what stands against it may be put right there. */
        record Declined(String why) implements Step {}

        /** The report may not have arrived and is sent again. */
        record Failed(Throwable cause) implements Step {}

        /** What stands cannot be asked for; it is asked again at the next look. */
        record Deaf(Throwable cause) implements Step {}
    }

    private static final CommandId ANY = new CommandId(new UUID(0, 0));
    private static final long PUBLISH_TIMEOUT_SECONDS = 60;
    private static final Pattern TIME = Pattern.compile("\\b\\d{1,9} ?ms\\b");

    private final Supplier<ReportAttempt> source;
    private final ReportSink sink;
    private final LongSupplier nanoClock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Retry<Try> retry = new Retry<>();

    /** The last report that is known to count, or is on its way where nobody tells. */
    private Optional<Granted> granted = Optional.empty();

    /** What was told last of why nothing could be heard, or of why a report was refused. */
    private Optional<String> trouble = Optional.empty();

    /**
     * @param standing what stood right after it, where that was told
     */
    private record Granted(ReportedHost report, Optional<Sha256> standing) {}

    /** A report, and what stood when it was sent. */
    private record Try(ReportedHost report, Standing standing) {}

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

    /** Looks once, and reports whatever stands. */
    public Step once() throws InterruptedException {
        ReportAttempt attempt = source.get();
        return attempt.report().isEmpty()
                ? new Step.Invalid(attempt)
                : publish(attempt.report().get(), attempt);
    }

    /** Looks once, and reports if there is a reason to. */
    public Step step() throws InterruptedException {
        ReportAttempt attempt = source.get();
        if (attempt.report().isEmpty()) {
            return new Step.Invalid(attempt);
        }
        ReportedHost report = attempt.report().get();
        Standing standing;
        try {
            standing = sink.standing(report.host());
        } catch (IOException | RuntimeException e) {
            return told(String.valueOf(e.getMessage()), new Step.Deaf(e));
        }
        if (isSatisfied(report, standing)) {
            return satisfied(attempt, report);
        }
        Try now = new Try(report, standing);
        if (!retry.isDue(now, nanoClock.getAsLong())) {
            return new Step.Unchanged();
        }
        Step step = publish(report, attempt);
        if (step instanceof Step.Failed) {
            retry.reset();
        } else {
            retry.trying(now, nanoClock.getAsLong());
        }
        return step;
    }

    private Step satisfied(ReportAttempt attempt, ReportedHost report) {
        boolean isNews = granted.isEmpty() || trouble.isPresent();
        retry.reset();
        trouble = Optional.empty();
        if (!granted.map(Granted::report).equals(Optional.of(report))) {
            granted = Optional.of(new Granted(report, Optional.empty()));
        }
        return isNews ? new Step.Standing(attempt) : new Step.Unchanged();
    }

    /**
     * Whether another report would change nothing: what stands is what it says, or is what stood right after it was
     * granted. The two differ where something of it cannot be had.
     */
    private boolean isSatisfied(ReportedHost report, Standing standing) {
        Optional<Granted> same = granted.filter(last -> last.report().equals(report));
        if (standing instanceof Standing.Told told) {
            return told.digest().isPresent()
                    && (told.digest().get().equals(VouchedDigest.of(report.toCommand(ANY)))
                            || told.digest().equals(same.flatMap(Granted::standing)));
        }
        return same.isPresent();
    }

    /** The same trouble is told once, however long it took this time. */
    private Step told(String why, Step step) {
        Optional<String> now = Optional.of(TIME.matcher(why).replaceAll("ms"));
        boolean isNews = !trouble.equals(now);
        trouble = now;
        return isNews ? step : new Step.Unchanged();
    }

    /** While a sending hangs in the air nobody knows which report holds, not even the last that arrived. */
    private Step publish(ReportedHost report, ReportAttempt attempt) throws InterruptedException {
        granted = Optional.empty();
        Receipt receipt;
        try {
            receipt = sink.send(report).toCompletableFuture().get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return new Step.Failed(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            return new Step.Failed(e);
        }
        if (receipt instanceof Receipt.Rejected refused) {
            return told(refused.why(), new Step.Declined(refused.why()));
        }
        trouble = Optional.empty();
        if (receipt instanceof Receipt.Accepted accepted) {
            granted = Optional.of(new Granted(report, accepted.standing()));
        }
        return new Step.Published(attempt, receipt);
    }

    /** Ends {@link #run} after the look that is under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
