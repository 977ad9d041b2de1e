package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.http.Route.Content;
import dev.berth.api.openapi.OpenApiDocument;
import dev.berth.api.schema.Schemas;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.PartitionState;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.LastHeard;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What operators and auditors ask of a running service, but for {@link HealthRoutes}: what it measures, what it
 * serves, and what the state of a region comes to.
 */
public final class OperationsRoutes {
    private final RegionViews views;
    private final MetricsRoutes metrics;

    /** Those of an instance without agents or Kafka clients. */
    public OperationsRoutes(RegionViews views, PrometheusMeterRegistry meters) {
        this(
                views,
                new MetricsRoutes(
                        views, LastHeard.NEVER, meters, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
    }

    public OperationsRoutes(RegionViews views, MetricsRoutes metrics) {
        this.views = views;
        this.metrics = metrics;
    }

    /** The given routes, with these added and all of them described at /openapi.json. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(metrics.addTo(routes));
        all.add(Route.get("/audit/regions")
                .policy("berth:audit")
                .answerer(Answerer.OWNER)
                .summary("The regions that something was written to, and what was taken last of each partition "
                        + "of the log")
                .replies(200, Schemas.REPLY_REGIONS)
                .answeredBy(this::regions));
        all.add(Route.get("/audit/digest")
                .policy("berth:audit")
                .answerer(Answerer.OWNER)
                .ofPastToo()
                .summary("What the region's state comes to, section by section, and after how many commands")
                .replies(200, Schemas.REPLY_DIGEST)
                .handledBy(this::digest));
        Answer.JsonBody[] document = new Answer.JsonBody[1];
        all.add(Route.get("/openapi.json")
                .content(Content.ANY)
                .summary("This description of the API, as OpenAPI 3.1")
                .answeredBy(call -> Answer.ok(document[0])));
        document[0] = new OpenApiDocument(all)::write;
        return List.copyOf(all);
    }

    private Answer regions(Call call) {
        // What is said of the default region's partition holds for all: its present state, not a past one.
        Backend.view(views, call.region());
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("regions");
            for (Region region : views.regions()) {
                json.writeString(region.name());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("partitions");
            for (PartitionState partition : views.partitions()) {
                write(json, partition);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, PartitionState partition) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition.partition());
        if (partition.mark().isPresent()) {
            MarkJson.write(json, partition.mark().get());
        }
        if (partition.fault().isPresent()) {
            json.writeStringField("fault", partition.fault().get());
        }
        json.writeEndObject();
    }

    /** Takes time in proportion to the region, so it is computed away from the event loops. */
    private CompletionStage<Answer> digest(Call call) {
        Optional<RegionFold> past = call.read()
                .filter(read -> call.isOfPast())
                .map(read -> read.snapshot().fold());
        RegionView view = past.map(RegionFold::view).orElseGet(() -> Backend.view(views, call.region()));
        Optional<RegionStop> stop = past.map(RegionFold::stop).orElseGet(() -> views.stopped(call.region()));
        return CompletableFuture.supplyAsync(() -> {
            StateDigest digest = StateDigest.of(view);
            return Answer.ok(json -> {
                json.writeStartObject();
                DigestJson.write(json, view, digest, stop);
                json.writeEndObject();
            });
        });
    }
}
