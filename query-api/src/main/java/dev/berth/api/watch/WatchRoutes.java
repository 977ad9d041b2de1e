package dev.berth.api.watch;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.schema.Schemas;
import dev.berth.events.log.DecidedFrom;
import dev.berth.events.log.DecidedLog;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.Region;
import dev.berth.events.model.UnreadableLogException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches of what is decided. Any instance can answer, for each watch reads the log itself; there is a bounded number
 * of them, with a thread each.
 */
public final class WatchRoutes {
    private static final Pattern EVENT_ID = Pattern.compile("([0-9]{1,6})@(-1|[0-9]{1,18})");
    private static final int GONE = 410;

    private final Log log;
    private final MeterRegistry meters;
    private final WatchLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final Counter turnedAway;

    /** Where what was decided is. */
    @FunctionalInterface
    public interface Log {
        /**
         * Opens what is decided in a region.
         *
         * @param each run before each record that has to be read to find the beginning; what it throws ends that
         * @throws NoPlaceException if there is no such beginning
         */
        DecidedLog open(Region region, DecidedFrom from, Runnable each);
    }

    public WatchRoutes(Log log, MeterRegistry meters) {
        this(log, meters, WatchLimits.USUAL);
    }

    WatchRoutes(Log log, MeterRegistry meters, WatchLimits limits) {
        this.log = log;
        this.meters = meters;
        this.limits = limits;
        Gauge.builder("berth.watches", open, AtomicInteger::get)
                .description("clients that watch what is decided")
                .register(meters);
        this.turnedAway = Counter.builder("berth.watches.turned.away")
                .description("clients that could not watch because too many others did")
                .register(meters);
        for (WatchEnd reason : WatchEnd.values()) {
            ended(reason);
        }
    }

    private Counter ended(WatchEnd reason) {
        return Counter.builder("berth.watches.ended")
                .tag("reason", reason.text())
                .description("watches that were ended from here")
                .register(meters);
    }

    /** The given routes, with this added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/watch")
                .policy("berth:history")
                .content(Route.Content.ANY)
                .answerer(Answerer.INSTANCE)
                .query(Schemas.WATCH_QUERY)
                .summary("What is decided in a region, as it is decided, as server-sent events")
                .repliesEvents(Schemas.REPLY_WATCH)
                .handledBy(this::watch));
        return List.copyOf(all);
    }

    private CompletionStage<Answer> watch(Call call) {
        Schemas.WATCH_QUERY.requireParametersFit(call.version(), call.query().toJson());
        Region region = region(call);
        DecidedFrom from = from(call);
        Watch watch = new Watch(
                region,
                WatchFilter.of(call.query()),
                limits,
                reason -> ended(reason).increment());
        if (open.incrementAndGet() > limits.watchesMax()) {
            open.decrementAndGet();
            turnedAway.increment();
            throw Problem.notServed("As many as may, " + limits.watchesMax()
                            + ", watch at this instance already; ask again, or another one.")
                    .exception();
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> run(watch, region, from, answer), "watch");
        thread.setDaemon(true);
        begin(thread);
        return answer;
    }

    /** The system may have no thread left, and then it is no watch that is open. */
    private void begin(Thread thread) {
        boolean isBegun = false;
        try {
            thread.start();
            isBegun = true;
        } finally {
            if (!isBegun) {
                open.decrementAndGet();
            }
        }
    }

    private void run(Watch watch, Region region, DecidedFrom from, CompletableFuture<Answer> answer) {
        long untilNs = System.nanoTime() + limits.beginning().toNanos();
        try (DecidedLog opened = log.open(region, from, () -> requireTime(untilNs))) {
            answer.complete(watch.answer());
            watch.run(opened);
        } catch (NoPlaceException e) {
            answer.completeExceptionally(problem(e).exception());
        } catch (UnreadableLogException e) {
            answer.completeExceptionally(Problem.notServed("The log cannot be read: " + e.getMessage())
                    .exception());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        } catch (Error e) {
            // Nobody else would answer the client, which would wait.
            answer.completeExceptionally(e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    private void requireTime(long untilNs) {
        if (System.nanoTime() - untilNs > 0) {
            throw late();
        }
    }

    private ProblemException late() {
        return Problem.notServed("Where the watch begins could not be found within "
                        + limits.beginning().toSeconds() + " s; begin later in the log, or ask again.")
                .exception();
    }

    private static Problem problem(NoPlaceException e) {
        boolean isGone = e.reason() == NoPlaceException.Reason.CUT;
        return isGone
                ? new Problem(GONE, "The watch cannot begin there: " + e.getMessage() + ".", ErrorCode.WATCH_CUT)
                : Problem.badRequest("The watch cannot begin there: " + e.getMessage() + ".")
                        .withCode(
                                e.reason() == NoPlaceException.Reason.IN_FUTURE
                                        ? ErrorCode.WATCH_IN_FUTURE
                                        : ErrorCode.WATCH_MALFORMED);
    }

    /** The parameter names a region as the path does; both may, if they name the same. */
    private static Region region(Call call) {
        Optional<Region> named = call.query().last("region").map(WatchRoutes::named);
        boolean isInPath = !call.prefix().isEmpty();
        if (isInPath && named.filter(other -> !other.equals(call.region())).isPresent()) {
            throw Problem.badRequest("expected one region but got " + call.region() + " in the path and " + named.get()
                            + " in region")
                    .exception();
        }
        return named.orElse(call.region());
    }

    private static Region named(String name) {
        if (!Region.isName(name)) {
            throw Problem.badRequest("expected in region the name of a region but got '" + name + "'")
                    .exception();
        }
        return new Region(name);
    }

    /** A client that connects again repeats its URL, so what it has already counts first. */
    private static DecidedFrom from(Call call) {
        Optional<String> after = call.headers().lastEvent().filter(id -> !id.isEmpty());
        if (after.isPresent()) {
            return behind(after.get(), "Last-Event-ID");
        }
        Optional<String> resumed = call.query().last("after");
        if (resumed.isPresent()) {
            return behind(resumed.get(), "after");
        }
        try {
            return call.query()
                    .last("from")
                    .<DecidedFrom>map(place -> new DecidedFrom.At(LogPlace.parse(place)))
                    .orElse(DecidedFrom.NOW);
        } catch (NoPlaceException e) {
            throw problem(e).exception();
        }
    }

    private static DecidedFrom behind(String id, String where) {
        Matcher parts = EVENT_ID.matcher(id);
        if (!parts.matches()) {
            throw Problem.badRequest(
                            "expected in " + where + " the id of an event, such as 0@1042, but got '" + id + "'")
                    .withCode(ErrorCode.WATCH_MALFORMED)
                    .exception();
        }
        return new DecidedFrom.Behind(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
    }
}
