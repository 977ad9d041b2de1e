package dev.berth.api.server;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.events.json.PlainJson;
import dev.berth.events.log.EarliestTimes;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.NoPlaceException;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.history.ConsumerWhy;
import dev.berth.ledger.history.HistoryValues;
import dev.berth.ledger.history.RegionHistory;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.Why;
import dev.berth.projector.moment.KnownLog;
import dev.berth.projector.moment.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What auditors ask of the past, read from the log and folded again for each of them: any instance can answer, for none
 * is asked what it holds.
 */
public final class HistoryRoutes {
    /** As with long searches half of the processors at most, so that claims always get one. */
    private static final int THREADS =
            Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors() / 2));

    private static final int WAITING_MAX = 8;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int PAGE = 100;
    private static final int ALTERNATIVES = 5;

    /** How many changes of a consumer are explained on a page: each takes a search, and a look at every host. */
    private static final int CHANGES = 20;

    /** How long the intervals are in which decisions are counted, unless somebody says. */
    private static final long STEP_S = 60;

    private final LogReadings readings;

    /** By partition, of those in which somebody has asked for a time. */
    private final Map<Integer, EarliestTimes> times = new ConcurrentHashMap<>();

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
        this.readings = new LogReadings(log, deadline, size, waitingMax);
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(route("/history/{kind}/{id}", Schemas.HISTORY_QUERY, Schemas.REPLY_HISTORY)
                .summary("What ever happened to a provider, consumer, device, host, flavor, class or project, a page at"
                        + " a time")
                .handledBy(this::history));
        all.add(route("/history/consumer/{id}/why", Schemas.WHY_QUERY, Schemas.REPLY_WHY)
                .summary("Why a consumer has what it has, or had at a moment of the past, and what else was possible")
                .handledBy(this::why));
        all.add(route("/history/consumer/{id}/why/all", Schemas.WHY_ALL_QUERY, Schemas.REPLY_WHY_ALL)
                .summary("Why a consumer has had each thing that it ever had, a page at a time")
                .handledBy(this::whyAll));
        all.add(route("/history/activity", Schemas.ACTIVITY_QUERY, Schemas.REPLY_ACTIVITY)
                .summary("How many commands were granted and refused, interval by interval")
                .handledBy(this::activity));
        return List.copyOf(all);
    }

    private static Route.Builder route(String template, SchemaFamily query, SchemaFile reply) {
        return Route.get(template)
                .policy("berth:history")
                .answerer(Answerer.INSTANCE)
                .query(query)
                .replies(200, reply);
    }

    private CompletionStage<Answer> history(Call call) {
        Schemas.HISTORY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        AskedSubject asked = AskedSubject.of(call);
        AskedPart part = AskedPart.of(call.query());
        int limit = limit(call, PAGE);
        Optional<Position> after = after(call);
        return readings.read(call.region(), known -> {
            KnownPart there = part(call, known, part);
            after.ifPresent(there::requireBehind);
            Subject subject = asked.in(there);
            LogPage page = new LogPage(after, limit);
            RegionHistory history = new RegionHistory(there.fold(), subject);
            boolean goesOn = true;
            while (goesOn && !page.hasMore()) {
                goesOn = there.readOne(record -> history.take(record).stream()
                        .filter(entry -> there.isShown(entry.position()))
                        .forEach(entry ->
                                page.add(entry.position(), entry.changes().size(), () -> HistoryValues.of(entry))));
            }
            return answer(
                    there,
                    ImmutableMap.<String, Object>builder()
                            .putAll(asked.values(subject))
                            .putAll(page.values())
                            .putAll(there.values())
                            .put("stopped", stopped(history.stop()))
                            .build());
        });
    }

    private CompletionStage<Answer> why(Call call) {
        Schemas.WHY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        ConsumerId consumer = AskedSubject.consumer(call);
        AskedPart part = AskedPart.of(call.query());
        int limit = limit(call, ALTERNATIVES);
        return readings.read(call.region(), known -> {
            KnownPart there = part(call, known, part);
            ConsumerWhy why = new ConsumerWhy(there.fold(), consumer);
            while (there.readOne(why::take)) {}
            Why answer = why.answer(limit).orElseThrow(() -> nothingGiven(consumer, call.region(), part, there));
            return answer(
                    there,
                    ImmutableMap.<String, Object>builder()
                            .putAll(HistoryValues.of(answer))
                            .putAll(there.values())
                            .put("stopped", stopped(why.stop()))
                            .build());
        });
    }

    private CompletionStage<Answer> whyAll(Call call) {
        Schemas.WHY_ALL_QUERY.requireParametersFit(call.version(), call.query().toJson());
        ConsumerId consumer = AskedSubject.consumer(call);
        AskedPart part = AskedPart.of(call.query());
        int limit = limit(call, ALTERNATIVES);
        Optional<Position> after = after(call);
        return readings.read(call.region(), known -> {
            KnownPart there = part(call, known, part);
            after.ifPresent(there::requireBehind);
            LogPage page = new LogPage(after, CHANGES);
            ConsumerWhy why = new ConsumerWhy(there.fold(), consumer);
            boolean goesOn = true;
            while (goesOn && !page.hasMore()) {
                goesOn = there.readOne(record -> why.take(record, change -> {
                    if (there.isShown(change)) {
                        page.add(
                                change,
                                1,
                                () -> HistoryValues.of(why.answer(limit).orElseThrow()));
                    }
                }));
            }
            return answer(
                    there,
                    ImmutableMap.<String, Object>builder()
                            .put("consumer", consumer.toString())
                            .putAll(page.values())
                            .putAll(there.values())
                            .put("stopped", stopped(why.stop()))
                            .build());
        });
    }

    private CompletionStage<Answer> activity(Call call) {
        Schemas.ACTIVITY_QUERY.requireParametersFit(call.version(), call.query().toJson());
        Optional<LogPlace> from = AskedPart.of(call.query()).from();
        long stepS = call.query().last("step").map(Long::parseLong).orElse(STEP_S);
        Function<KnownLog, Answer> counting = known -> {
            ActivityPage page = new ActivityPage(known.begin(), stepS);
            page.read(known.records());
            return Answer.ok(json -> PlainJson.write(
                    json,
                    ImmutableMap.<String, Object>builder()
                            .put("region", call.region().name())
                            .put("step_s", stepS)
                            .putAll(page.values())
                            .build()));
        };
        return from.map(place -> readings.readBehind(call.region(), place, counting))
                .orElseGet(() -> readings.read(call.region(), counting));
    }

    private KnownPart part(Call call, KnownLog known, AskedPart asked) {
        int partition = known.records().progress().partition();
        return new KnownPart(
                call.region(), known, asked, times.computeIfAbsent(partition, first -> new EarliestTimes()));
    }

    private static int limit(Call call, int usual) {
        return call.query().last("limit").map(Integer::parseInt).orElse(usual);
    }

    /** The schema has made sure that there are two numbers. */
    private static Optional<Position> after(Call call) {
        return call.query().last("after").map(text -> {
            int at = text.indexOf('@');
            return new Position(Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)), 0);
        });
    }

    private static Optional<Map<String, Object>> stopped(Optional<RegionStop> stop) {
        return stop.map(at -> ImmutableMap.<String, Object>builder()
                .putAll(HistoryValues.of(at.position()))
                .put("reason", at.reason())
                .build());
    }

    private static ProblemException nothingGiven(ConsumerId consumer, Region region, AskedPart part, KnownPart there) {
        String what = "Nothing was " + (there.isWhole() ? "ever " : "") + "given to consumer " + consumer
                + " in region " + region;
        String until = part.asOf().map(place -> " until " + place).orElse("");
        return Problem.notFound(what + until + (there.isWhole() ? "." : " " + there.sinceText() + "."))
                .exception();
    }

    private static Answer answer(KnownPart part, Map<String, Object> values) {
        return part.withHeaders(Answer.ok(json -> PlainJson.write(json, values)));
    }
}
