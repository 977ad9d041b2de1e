package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.schema.Schemas;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth;
import dev.berth.projector.RegionViews;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The two questions of an operator, in the words of Kubernetes: whether it must be restarted, and whether
 * requests may be sent to it. They are about the instance that is asked, and never passed on.
 */
public final class HealthRoutes {
    private static final String STOPPED = "stopped";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    /**
     * As many regions are named; a probe comes every few seconds, and anyone who reads more than these asks the log.
     */
    private static final int NAMED_MAX = 1_000;

    private final RegionViews views;
    private final Supplier<Health> health;
    private final List<Supplier<Optional<String>>> faults;
    private final UnaryOperator<Answer> introduction;

    /** A region that is not served, and why. */
    private record Unserved(Region region, String state, Optional<String> position, String reason) {
        String sentence() {
            return "Region " + region + ": " + state
                    + position.map(at -> " at " + at).orElse("") + ": " + reason;
        }
    }

    /** Of an instance that has no peers. */
    public HealthRoutes(RegionViews views, Supplier<Health> health, List<Supplier<Optional<String>>> faults) {
        this(views, health, faults, UnaryOperator.identity());
    }

    /**
     * @param health how the instance is now
     * @param faults what else may keep it from serving, each a sentence if it does; asked at each probe, so they must
     *     not block
     * @param introduction adds to the answer of {@code /livez} what peers want to know of this process
     */
    public HealthRoutes(
            RegionViews views,
            Supplier<Health> health,
            List<Supplier<Optional<String>>> faults,
            UnaryOperator<Answer> introduction) {
        this.views = views;
        this.health = health;
        this.faults = List.copyOf(faults);
        this.introduction = introduction;
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/livez")
                .content(Content.ANY)
                .summary("Whether the process works; 503 if only a restart can help")
                .replies(OK, Schemas.REPLY_LIVENESS)
                .replies(UNAVAILABLE, Schemas.REPLY_LIVENESS)
                .answeredBy(call -> liveness()));
        all.add(Route.get("/readyz")
                .content(Content.ANY)
                .summary("Whether everything is served that this instance is to serve; 503 if not, with what is "
                        + "so of each"
                        + " partition and of each region that is not served")
                .replies(OK, Schemas.REPLY_READINESS)
                .replies(UNAVAILABLE, Schemas.REPLY_READINESS)
                .answeredBy(call -> readiness()));
        return List.copyOf(all);
    }

    private Answer liveness() {
        Optional<String> pastHelp = health.get().pastHelp();
        Answer answer = Answer.json(pastHelp.isEmpty() ? OK : UNAVAILABLE, json -> {
            json.writeStartObject();
            json.writeStringField("status", pastHelp.isEmpty() ? "alive" : "past help");
            if (pastHelp.isPresent()) {
                json.writeStringField("reason", pastHelp.get());
            }
            json.writeEndObject();
        });
        return introduction.apply(answer);
    }

    private Answer readiness() {
        Health now = health.get()
                .withFaults(
                        faults.stream().flatMap(fault -> fault.get().stream()).toList());
        List<Unserved> unserved = new ArrayList<>();
        int served = 0;
        for (Region region : views.regions()) {
            Optional<Unserved> found = unserved(region, now.partitions());
            found.ifPresent(unserved::add);
            served += found.isEmpty() ? 1 : 0;
        }
        int servedRegions = served;
        List<String> reasons = new ArrayList<>(now.whyNotReady());
        List<Unserved> named = unserved.subList(0, Math.min(NAMED_MAX, unserved.size()));
        named.stream()
                // A region that was closed is meant to be so, and goes on elsewhere.
                .filter(region -> region.state().equals(STOPPED))
                .map(Unserved::sentence)
                .forEach(reasons::add);
        return Answer.json(reasons.isEmpty() ? OK : UNAVAILABLE, json -> {
            json.writeStartObject();
            json.writeStringField("status", reasons.isEmpty() ? "ready" : "not ready");
            json.writeArrayFieldStart("reasons");
            for (String reason : reasons) {
                json.writeString(reason);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("partitions");
            for (PartitionHealth partition : now.partitions()) {
                write(json, partition);
            }
            json.writeEndArray();
            json.writeNumberField("regions_served", servedRegions);
            json.writeNumberField("regions_not_served", unserved.size());
            json.writeArrayFieldStart("not_served");
            for (Unserved region : named) {
                write(json, region);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private Optional<Unserved> unserved(Region region, List<PartitionHealth> partitions) {
        Optional<RegionStop> stop = views.stopped(region);
        if (stop.isPresent()) {
            return Optional.of(new Unserved(
                    region,
                    stop.get().isClosed() ? "closed" : STOPPED,
                    Optional.of(stop.get().position().toString()),
                    stop.get().reason()));
        }
        if (partitions.isEmpty()) {
            return Optional.empty();
        }
        PartitionHealth home = partitions.get(Partitions.of(region, partitions.size()));
        return home.state().isReady()
                ? Optional.empty()
                : Optional.of(new Unserved(region, home.state().toString(), Optional.empty(), home.toString()));
    }

    private static void write(JsonGenerator json, PartitionHealth partition) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition.partition());
        json.writeStringField("state", partition.state().toString());
        if (partition.at().isPresent()) {
            json.writeNumberField("at", partition.at().getAsLong());
        }
        if (partition.of().isPresent()) {
            json.writeNumberField("of", partition.of().getAsLong());
        }
        if (partition.reason().isPresent()) {
            json.writeStringField("reason", partition.reason().get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Unserved region) throws IOException {
        json.writeStartObject();
        json.writeStringField("region", region.region().name());
        json.writeStringField("state", region.state());
        if (region.position().isPresent()) {
            json.writeStringField("position", region.position().get());
        }
        json.writeStringField("reason", region.reason());
        json.writeEndObject();
    }
}
