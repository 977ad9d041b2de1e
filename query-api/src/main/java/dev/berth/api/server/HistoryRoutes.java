package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.schema.Schemas;
import dev.berth.events.codec.RegistryUnavailableException;
import dev.berth.events.command.LogEntry;
import dev.berth.events.json.PlainJson;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.KafkaUnreachableException;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.log.RegionRecords;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.history.ConsumerWhy;
import dev.berth.ledger.history.HistoryValues;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.Why;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.moment.KnownLog;
import dev.berth.projector.moment.Moments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What auditors ask of the past, read from the log and folded again for each of them: any instance can answer, for none
 * is asked what it holds. A log may be long, so a few are read at a time, a few wait, and each has a deadline.
 */
public final class HistoryRoutes {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int ALTERNATIVES = 5;
    private static final int GONE = 410;
    private static final long STEP_S = 60;

    private final Log log;
    private final Duration deadline;
    private final BoundedThreads threads;

    /** Where the log is. */
    @FunctionalInterface
    public interface Log {
        /**
         * Opens the log of a region from where it is known on.
         *
         * @param each to be run before each record that is read, whosever it is; what it throws ends the reading
         * @throws NoPlaceException if its beginning was deleted, and nothing is known of what is behind that
         */
        KnownLog open(Region region, Runnable each);

        /**
         * Opens the log of a region behind a place.
         *
         * @throws NoPlaceException if there is no such place, or what was so there cannot be known
         */
        default KnownLog openBehind(Region region, LogPlace place, Runnable each) {
            throw new UnsupportedOperationException("expected to read from the beginning, but was asked for " + place);
        }

        /** The log as moments have it. */
        static Log of(Moments moments) {
            return new Log() {
                @Override
                public KnownLog open(Region region, Runnable each) {
                    return moments.open(region, each);
                }

                @Override
                public KnownLog openBehind(Region region, LogPlace place, Runnable each) {
                    return moments.openBehind(region, place, each);
                }
            };
        }
    }

    public HistoryRoutes(Log log) {
        this(log, DEADLINE, THREADS, WAITING_MAX);
    }

    HistoryRoutes(Log log, Duration deadline, int size, int waitingMax) {
        this.log = log;
        this.deadline = deadline;
        this.threads = new BoundedThreads("history", size, waitingMax);
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/history/{kind}/{id}")
                .policy("berth:history")
                .answerer(Answerer.INSTANCE)
                .query(Schemas.HISTORY_QUERY)
                .summary("What ever happened to a provider, consumer, device, host, flavor, class or project, a page at"
                        + " a time")
                .replies(200, Schemas.REPLY_HISTORY)
                .handledBy(this::history));
        all.add(Route.get("/history/consumer/{id}/why")
                .policy("berth:history")
                .answerer(Answerer.INSTANCE)
                .query(Schemas.WHY_QUERY)
                .summary("Why a consumer has what it has, and what else was possible")
                .replies(200, Schemas.REPLY_WHY)
                .handledBy(this::why));
        all.add(Route.get("/history/activity")
                .policy("berth:history")
                .answerer(Answerer.INSTANCE)
                .query(Schemas.ACTIVITY_QUERY)
                .summary("How many commands were granted and refused, interval by interval")
                .replies(200, Schemas.REPLY_ACTIVITY)
                .handledBy(this::activity));
        return List.copyOf(all);
    }

    private CompletionStage<Answer> activity(Call call) {
        Schemas.ACTIVITY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        Optional<LogPlace> from = call.query().last("from").map(HistoryRoutes::place);
        long stepS = call.query().last("step").map(Long::parseLong).orElse(STEP_S);
        return read(call.region(), (region, each) -> open(region, from, each), known -> {
            ActivityPage page = new ActivityPage(known.begin(), stepS);
            page.read(known.records());
            return Answer.ok(json -> write(
                    json,
                    ImmutableMap.<String, Object>builder()
                            .put("region", call.region().name())
                            .put("step_s", stepS)
                            .putAll(page.told())
                            .build()));
        });
    }

    /** Behind a place that the log does not have any more, or never had, all is counted that is known. */
    private KnownLog open(Region region, Optional<LogPlace> from, Runnable each) {
        if (from.isEmpty()) {
            return log.open(region, each);
        }
        try {
            return log.openBehind(region, from.get(), each);
        } catch (NoPlaceException none) {
            return switch (none.reason()) {
                case BEFORE_LOG, CUT -> log.open(region, each);
                case MALFORMED, OTHER_PARTITION, IN_FUTURE ->
                    throw Problem.badRequest("expected in from a place of the log: " + none.getMessage())
                            .exception();
            };
        }
    }

    private static LogPlace place(String text) {
        try {
            return LogPlace.parse(text);
        } catch (NoPlaceException malformed) {
            throw Problem.badRequest("expected in from a place of the log: " + malformed.getMessage())
                    .exception();
        }
    }

    private CompletionStage<Answer> history(Call call) {
        Schemas.HISTORY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        Subject.Kind kind = Subject.Kind.parse(call.parameter("kind"))
                .orElseThrow(() -> Problem.notFound("No history is kept of a " + call.parameter("kind") + ", only of: "
                                + Subject.Kind.all() + ".")
                        .exception());
        Subject subject = subject(kind, call.parameter("id"), call.query().last("host"));
        int limit = call.query().last("limit").map(Integer::parseInt).orElse(PAGE);
        Optional<Position> after = call.query().last("after").map(HistoryRoutes::position);
        return read(call.region(), known -> {
            HistoryPage page = new HistoryPage(known.begin(), subject, after, limit);
            page.read(known.records());
            return Answer.ok(json -> write(
                    json,
                    ImmutableMap.<String, Object>builder()
                            .put("region", call.region().name())
                            .put("kind", kind.text())
                            .put("id", call.parameter("id"))
                            .put("known_from", knownFrom(known))
                            .putAll(page.told())
                            .build()));
        });
    }

    private CompletionStage<Answer> why(Call call) {
        Schemas.WHY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        Subject.OfConsumer subject =
                (Subject.OfConsumer) subject(Subject.Kind.CONSUMER, call.parameter("id"), Optional.empty());
        int limit = call.query().last("limit").map(Integer::parseInt).orElse(ALTERNATIVES);
        return read(call.region(), known -> {
            ConsumerWhy why = new ConsumerWhy(known.begin().fold(), subject.id());
            RegionRecords records = known.records();
            for (Optional<LogEntry> next = records.next(); next.isPresent(); next = records.next()) {
                why.take(next.get());
            }
            Why answer = why.answer(limit).orElseThrow(() -> nothingGiven(subject, call.region(), known));
            return Answer.ok(json -> write(
                    json,
                    ImmutableMap.<String, Object>builder()
                            .putAll(HistoryValues.of(answer))
                            .put("region", call.region().name())
                            .put("known_from", knownFrom(known))
                            .put("stopped", stopped(why.stop()))
                            .build()));
        });
    }

    private static Subject subject(Subject.Kind kind, String id, Optional<String> host) {
        try {
            return Subject.of(kind, id, host);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).exception();
        }
    }

    /** The schema has made sure that there are two numbers. */
    private static Position position(String text) {
        int at = text.indexOf('@');
        return new Position(Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)), 0);
    }

    static Optional<Map<String, Object>> stopped(Optional<RegionStop> stop) {
        return stop.map(at -> ImmutableMap.<String, Object>builder()
                .putAll(HistoryValues.of(at.position()))
                .put("reason", at.reason())
                .build());
    }

    private static ProblemException nothingGiven(Subject subject, Region region, KnownLog known) {
        String what = isWhole(known)
                ? "Nothing was ever given to " + subject.text() + " in region " + region + "."
                : "Nothing was given to " + subject.text() + " in region " + region + " from "
                        + known.records().progress().partition() + "@" + firstOffset(known)
                        + " on. What was before that is not known, because it was deleted from the log.";
        return Problem.notFound(what).exception();
    }

    private static boolean isWhole(KnownLog known) {
        return known.begin().through() == Moment.BEGINNING;
    }

    private static long firstOffset(KnownLog known) {
        return known.begin().through() + 1;
    }

    /** The first record that is shown, where those before it were deleted; empty if all is known. */
    private static Optional<Map<String, Object>> knownFrom(KnownLog known) {
        return isWhole(known)
                ? Optional.empty()
                : Optional.of(ImmutableMap.of(
                        "partition", known.records().progress().partition(), "offset", firstOffset(known)));
    }

    private static void write(JsonGenerator json, Map<String, Object> answer) throws IOException {
        PlainJson.write(json, answer);
    }

    /** Has the log read on a thread that may wait for it, unless too many wait already. */
    private CompletionStage<Answer> read(Region region, Function<KnownLog, Answer> reading) {
        return read(region, log::open, reading);
    }

    private CompletionStage<Answer> read(
            Region region, BiFunction<Region, Runnable, KnownLog> opening, Function<KnownLog, Answer> reading) {
        long untilNs = System.nanoTime() + deadline.toNanos();
        try {
            Supplier<Answer> work = () -> answered(() -> {
                requireTime(untilNs);
                try (KnownLog known = opening.apply(region, () -> requireTime(untilNs))) {
                    return reading.apply(known);
                }
            });
            return threads.make(work, deadline, this::late);
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many histories are being read; ask again.")
                    .exception();
        }
    }

    private void requireTime(long untilNs) {
        if (System.nanoTime() - untilNs > 0) {
            throw late();
        }
    }

    /** Also where Kafka has nothing to say, for its client waits longer than anybody who asks. */
    private ProblemException late() {
        return Problem.notServed("The log of the region could not be read within " + deadline.toSeconds()
                        + " s; ask again when there is less to do, or read it with berth audit.")
                .exception();
    }

    private static Answer answered(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (NoPlaceException cut) {
            throw new Problem(
                            GONE,
                            "Nothing can be shown: " + cut.getMessage()
                                    + ". Ask the instance that serves the region, or berth audit with a checkpoint.",
                            ErrorCode.AS_OF_CUT)
                    .exception();
        } catch (KafkaUnreachableException | RegistryUnavailableException | DamagedRecordException e) {
            throw Problem.notServed("The log cannot be read: " + e.getMessage()).exception();
        }
    }
}
