package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.model.Allocation;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.RegionSnapshot;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is used: of a provider, and by a project. */
public final class UsageHandler {
    /** How the API names the type of a consumer that never said it (1.38). */
    static final String UNKNOWN_TYPE = "unknown";

    private static final String ALL_TYPES = "all";

    private final Backend backend;

    public UsageHandler(Backend backend) {
        this.backend = backend;
    }

    /** GET /resource_providers/{uuid}/usages: by class, with a zero where nothing is used. */
    public Answer ofProvider(Call call) {
        RegionSnapshot region = backend.snapshot(call);
        String uuid = call.parameter("uuid");
        Provider provider = Ids.findProvider(region.view(), uuid)
                .orElseThrow(() -> Problem.notFound(
                                "No resource provider with uuid " + uuid + " found: " + Ids.noProvider(uuid))
                        .exception());
        Map<ResourceClass, Long> used = region.usage(provider.id());
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeNumberField("resource_provider_generation", provider.generation());
                    json.writeObjectFieldStart("usages");
                    for (ResourceClass resourceClass : provider.inventories().keySet()) {
                        json.writeNumberField(resourceClass.name(), used.getOrDefault(resourceClass, 0L));
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .modified(System.currentTimeMillis());
    }

    /** GET /usages (1.9): the sum over a project's consumers; by type of consumer from 1.38. */
    public Answer ofProject(Call call) {
        Schemas.USAGES_QUERY.requireParametersFit(call.version(), call.query().toJson());
        String project = call.query().last("project_id").orElseThrow();
        Optional<String> user = call.query().last("user_id").filter(id -> !id.isEmpty());
        RegionView view = backend.view(call);
        Answer answer = call.has(Feature.CONSUMER_TYPES)
                ? byType(view, project, user, call.query().last("consumer_type"))
                : Answer.ok(json -> write(json, sums(view, project, user)));
        return answer.modified(System.currentTimeMillis());
    }

    private static Map<ResourceClass, Long> sums(RegionView view, String project, Optional<String> user) {
        Group sums = new Group();
        forEachConsumer(view, project, user, sums::add);
        return sums.amounts;
    }

    private static void write(JsonGenerator json, Map<ResourceClass, Long> amounts) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("usages");
        for (Map.Entry<ResourceClass, Long> amount : amounts.entrySet()) {
            json.writeNumberField(amount.getKey().name(), amount.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static Answer byType(RegionView view, String project, Optional<String> user, Optional<String> wantedType) {
        Map<String, Group> groups = new TreeMap<>();
        forEachConsumer(view, project, user, consumer -> {
            String type = consumer.type().map(Object::toString).orElse(UNKNOWN_TYPE);
            String group = wantedType.filter(ALL_TYPES::equals).orElse(type);
            if (wantedType.isEmpty() || wantedType.get().equals(group)) {
                groups.computeIfAbsent(group, name -> new Group()).add(consumer);
            }
        });
        return Answer.ok(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("usages");
            for (Map.Entry<String, Group> group : groups.entrySet()) {
                json.writeObjectFieldStart(group.getKey());
                for (Map.Entry<ResourceClass, Long> amount :
                        group.getValue().amounts.entrySet()) {
                    json.writeNumberField(amount.getKey().name(), amount.getValue());
                }
                json.writeNumberField("consumer_count", group.getValue().consumers);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void forEachConsumer(
            RegionView view, String project, Optional<String> user, java.util.function.Consumer<Consumer> action) {
        for (ConsumerId id : view.projects().of(project)) {
            Consumer consumer = view.consumer(id).orElseThrow();
            if (user.isEmpty() || user.get().equals(consumer.userId())) {
                action.accept(consumer);
            }
        }
    }

    private static final class Group {
        private final Map<ResourceClass, Long> amounts = new TreeMap<>();
        private int consumers;

        void add(Consumer consumer) {
            consumers++;
            for (Allocation held : consumer.allocations()) {
                amounts.merge(held.resourceClass(), held.amount(), Long::sum);
            }
        }
    }
}
