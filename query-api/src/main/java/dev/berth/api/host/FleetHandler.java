package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.concurrent.BoundedThreads;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.state.RegionView;
import dev.berth.resource.integer.Capacity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Every tree of providers in a few numbers, for those who look at all of them at once: whoever wrote it, an agent or a
 * client of Placement. Any thread may use it.
 */
public final class FleetHandler {
    private static final int PAGE = 1_000;
    private static final int THREADS = 1;
    private static final int WAITING_MAX = 16;

    private final Backend backend;

    /** A page goes through all providers, which takes longer than others on an event loop should have to wait. */
    private final BoundedThreads threads = new BoundedThreads("fleet", THREADS, WAITING_MAX);

    /** What there is of a class in a tree, and what is used of it. */
    private static final class Stock {
        private long capacity;
        private long used;
    }

    public FleetHandler(Backend backend) {
        this.backend = backend;
    }

    /**
     * GET /fleet, in the order of the ids: {@code limit} trees behind {@code marker}, the id that {@code next} of the
     * page before has.
     */
    public CompletionStage<Answer> list(Call call) {
        Schemas.FLEET_QUERY.requireParametersFit(call.version(), call.query().toJson());
        RegionView view = backend.view(call);
        int limit = call.query().last("limit").map(Integer::parseInt).orElse(PAGE);
        Optional<ProviderId> marker =
                call.query().last("marker").flatMap(UuidFormat::parse).map(ProviderId::new);
        try {
            return threads.make(() -> page(view, marker, limit));
        } catch (RejectedExecutionException busy) {
            throw Problem.notServed("Too many fleets are being listed; ask again.")
                    .exception();
        }
    }

    private static Answer page(RegionView view, Optional<ProviderId> marker, int limit) {
        List<Provider> roots = roots(view, marker, limit + 1);
        List<Provider> page = roots.subList(0, Math.min(limit, roots.size()));
        return Answer.ok(json -> {
                    json.writeStartObject();
                    HostJson.writeText(
                            json, "position", Optional.of(view.position()).filter(position -> !position.isNowhere()));
                    json.writeArrayFieldStart("trees");
                    for (Provider root : page) {
                        write(json, view, root);
                    }
                    json.writeEndArray();
                    json.writeStringField(
                            "next",
                            roots.size() > limit ? page.get(limit - 1).id().toString() : null);
                    json.writeEndObject();
                })
                .fresh();
    }

    private static List<Provider> roots(RegionView view, Optional<ProviderId> marker, int most) {
        List<Provider> roots = new ArrayList<>();
        for (Provider provider : view.providers().all()) {
            if (roots.size() == most) {
                break;
            }
            if (provider.isRoot()
                    && marker.filter(last -> provider.id().compareTo(last) <= 0).isEmpty()) {
                roots.add(provider);
            }
        }
        return roots;
    }

    private static void write(JsonGenerator json, RegionView view, Provider root) throws IOException {
        List<Provider> tree = view.providers().tree(root.id());
        json.writeStartObject();
        json.writeStringField("root", root.id().toString());
        json.writeStringField("name", root.name());
        json.writeBooleanField("drained", view.drain(root.id()).isPresent());
        json.writeNumberField("providers", tree.size());
        json.writeObjectFieldStart("resources");
        for (Map.Entry<ResourceClass, Stock> stock : stocks(view, tree).entrySet()) {
            json.writeArrayFieldStart(stock.getKey().name());
            json.writeNumber(stock.getValue().used);
            json.writeNumber(stock.getValue().capacity);
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeObjectFieldStart("devices");
        for (Map.Entry<String, Integer> state : deviceStates(view, root).entrySet()) {
            json.writeNumberField(state.getKey(), state.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static TreeMap<ResourceClass, Stock> stocks(RegionView view, List<Provider> tree) {
        TreeMap<ResourceClass, Stock> stocks = new TreeMap<>();
        for (Provider member : tree) {
            Map<ResourceClass, Long> used = view.usage(member.id());
            for (Map.Entry<ResourceClass, InventoryRecord> inventory :
                    member.inventories().entrySet()) {
                Stock stock = stocks.computeIfAbsent(inventory.getKey(), none -> new Stock());
                stock.capacity += Capacity.of(inventory.getValue());
                stock.used += used.getOrDefault(inventory.getKey(), 0L);
            }
        }
        return stocks;
    }

    private static TreeMap<String, Integer> deviceStates(RegionView view, Provider root) {
        TreeMap<String, Integer> states = new TreeMap<>();
        for (TrackedDevice device : view.devices().of(root.id()).devices()) {
            states.merge(device.state(), 1, Integer::sum);
        }
        return states;
    }
}
