package dev.berth.api.server;

import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.http.Route.Content;
import dev.berth.api.metrics.HostFigures;
import dev.berth.api.metrics.MetricsText;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.LastHeard;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * What an instance measures, for Prometheus: its own figures; those of the Kafka clients in it, which are a thousand
 * lines, and those of each host, only if they are asked for.
 */
public final class MetricsRoutes {
    private static final String KAFKA = "kafka";
    private static final int THREADS = 1;
    private static final int WAITING_MAX = 16;

    private final PrometheusMeterRegistry own;
    private final PrometheusMeterRegistry kafka;
    private final HostFigures hosts;
    private final BoundedThreads threads = new BoundedThreads("scrape", THREADS, WAITING_MAX);

    /**
     * @param own what is measured of the instance
     * @param kafka what the Kafka clients in it measure
     */
    public MetricsRoutes(
            RegionViews views, LastHeard heard, PrometheusMeterRegistry own, PrometheusMeterRegistry kafka) {
        this.own = own;
        this.kafka = kafka;
        this.hosts = new HostFigures(views, heard);
    }

    /** The given routes, with these added. */
    List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/metrics")
                .content(Content.ANY)
                .query(Schemas.METRICS_QUERY)
                .summary("Measurements, for Prometheus; with kafka=true also those of the Kafka clients")
                .handledBy(this::scraped));
        all.add(Route.get("/metrics/hosts")
                .content(Content.ANY)
                .policy("berth:metrics:hosts")
                .answerer(Answerer.OWNER)
                .summary("What each host of the region has and what of it is used, for Prometheus")
                .handledBy(hosts::answer));
        return List.copyOf(all);
    }

    /** Beside the event loops, for many regions and what Kafka's clients measure take some tens of milliseconds. */
    private CompletionStage<Answer> scraped(Call call) {
        Schemas.METRICS_QUERY.requireParametersFit(call.version(), call.query().toJson());
        try {
            return threads.make(() -> scrape(call));
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many scrapes are under way; ask again.")
                    .exception();
        }
    }

    private Answer scrape(Call call) {
        boolean withKafka = call.query().last(KAFKA).filter("true"::equals).isPresent();
        return Answer.text(200, MetricsText.TYPE, withKafka ? own.scrape() + kafka.scrape() : own.scrape());
    }
}
