package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.Call;
import dev.berth.api.microversion.Feature;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Claims as the API sends them. The JSON has been held against its schema before. */
final class ClaimJson {
    /** To whom consumers belong of which nobody said it, before 1.8. */
    private static final String INCOMPLETE_OWNER = "00000000-0000-0000-0000-000000000000";

    private ClaimJson() {}

    /** The claims of several consumers, in the order in which they were sent. */
    static ImmutableList<ConsumerClaim> parseAll(JsonNode byConsumer, Call call, String whenClassUnknown) {
        Map<ConsumerId, ConsumerClaim> claims = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : byConsumer.properties()) {
            ConsumerId consumer = consumer(entry.getKey());
            ConsumerClaim before = claims.put(consumer, parse(consumer, entry.getValue(), call, whenClassUnknown));
            if (before != null) {
                throw Problem.badRequest("expected one claim a consumer but got two of " + consumer)
                        .exception();
            }
        }
        return ImmutableList.copyOf(claims.values());
    }

    private static ConsumerId consumer(String text) {
        return Ids.consumer(text)
                .orElseThrow(() ->
                        Problem.badRequest("Malformed consumer_uuid: " + text).exception());
    }

    /** What the claims of several consumers ask for, in the order in which they do. */
    static List<ClaimFault.Item> items(JsonNode byConsumer) {
        List<ClaimFault.Item> items = new ArrayList<>();
        byConsumer
                .properties()
                .forEach(entry -> items.addAll(ClaimFault.items(
                        consumer(entry.getKey()), entry.getValue().get("allocations"))));
        return items;
    }

    static ConsumerClaim parse(ConsumerId consumer, JsonNode json, Call call, String whenClassUnknown) {
        JsonNode allocations = json.get("allocations");
        return new ConsumerClaim(
                consumer,
                expected(json, call),
                text(json, "project_id").orElse(INCOMPLETE_OWNER),
                text(json, "user_id").orElse(INCOMPLETE_OWNER),
                text(json, "consumer_type").map(ConsumerType::new),
                allocations.isArray()
                        ? fromList(allocations, whenClassUnknown)
                        : fromMap(allocations, whenClassUnknown));
    }

    private static ExpectedConsumer expected(JsonNode json, Call call) {
        if (!call.has(Feature.CONSUMER_GENERATIONS)) {
            return ExpectedConsumer.UNCHECKED;
        }
        JsonNode generation = json.get("consumer_generation");
        return generation.isNull()
                ? ExpectedConsumer.ABSENT
                : ExpectedConsumer.atGeneration(WholeNumber.of(generation));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }

    /** Until 1.11; of a provider given twice the last counts. */
    private static Allocations fromList(JsonNode list, String whenClassUnknown) {
        Allocations.Builder allocations = Allocations.builder();
        for (JsonNode item : list) {
            allocations.put(
                    provider(item.get("resource_provider").get("uuid").textValue()),
                    amounts(item.get("resources"), whenClassUnknown));
        }
        return allocations.build();
    }

    private static Allocations fromMap(JsonNode map, String whenClassUnknown) {
        Allocations.Builder allocations = Allocations.builder();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            allocations.put(provider(entry.getKey()), amounts(entry.getValue().get("resources"), whenClassUnknown));
        }
        return allocations.build();
    }

    private static ImmutableSortedMap<ResourceClass, Long> amounts(JsonNode resources, String whenClassUnknown) {
        TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : resources.properties()) {
            if (!ResourceClass.isName(entry.getKey())) {
                throw Problem.badRequest(whenClassUnknown + Refusals.noSuchClass(entry.getKey()))
                        .exception();
            }
            amounts.put(ResourceClass.of(entry.getKey()), WholeNumber.of(entry.getValue()));
        }
        return ImmutableSortedMap.copyOfSorted(amounts);
    }

    private static ProviderId provider(String text) {
        return Ids.provider(text)
                .orElseThrow(() -> Problem.badRequest(noSuchProvider(text)).exception());
    }

    static String noSuchProvider(String provider) {
        return "Allocation for resource provider '" + provider + "' that does not exist.";
    }
}
