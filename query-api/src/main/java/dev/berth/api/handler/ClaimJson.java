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

/**
 * A claim as the API sends it. The JSON has been held against its schema before.
 *
 * @param asked what it asks for, in the order of the body
 */
record ClaimJson(ConsumerClaim claim, List<ClaimFault.Item> asked) {
    /** The owner of consumers that were made without one, before 1.8. */
    private static final String INCOMPLETE_OWNER = "00000000-0000-0000-0000-000000000000";

    /** Claims of several consumers, in the order of the body. */
    record Several(ImmutableList<ConsumerClaim> claims, List<ClaimFault.Item> asked) {}

    static Several parseAll(JsonNode byConsumer, Call call, String whenClassUnknown) {
        Map<ConsumerId, ConsumerClaim> claims = new LinkedHashMap<>();
        List<ClaimFault.Item> asked = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : byConsumer.properties()) {
            ConsumerId consumer = consumer(entry.getKey());
            ClaimJson next = parse(consumer, entry.getValue(), call, whenClassUnknown);
            if (claims.put(consumer, next.claim()) != null) {
                throw Problem.badRequest("expected one claim a consumer but got two of " + consumer)
                        .exception();
            }
            asked.addAll(next.asked());
        }
        return new Several(ImmutableList.copyOf(claims.values()), asked);
    }

    private static ConsumerId consumer(String text) {
        return Ids.consumer(text)
                .orElseThrow(() ->
                        Problem.badRequest("Malformed consumer_uuid: " + text).exception());
    }

    static ClaimJson parse(ConsumerId consumer, JsonNode json, Call call, String whenClassUnknown) {
        ExpectedConsumer expected = expected(json, call);
        String project = text(json, "project_id").orElse(INCOMPLETE_OWNER);
        String user = text(json, "user_id").orElse(INCOMPLETE_OWNER);
        Optional<ConsumerType> type = text(json, "consumer_type").map(ConsumerType::new);
        Allocations.Builder allocations = Allocations.builder();
        List<ClaimFault.Item> asked = new ArrayList<>();
        amounts(json.get("allocations"), whenClassUnknown).forEach((provider, amounts) -> {
            allocations.put(provider, ImmutableSortedMap.copyOf(amounts));
            amounts.keySet().forEach(each -> asked.add(new ClaimFault.Item(consumer, provider, each)));
        });
        return new ClaimJson(new ConsumerClaim(consumer, expected, project, user, type, allocations.build()), asked);
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

    /** By provider, in the order of the body; of one that is named twice the last counts, in the place of the first. */
    private static Map<ProviderId, Map<ResourceClass, Long>> amounts(JsonNode allocations, String whenClassUnknown) {
        Map<ProviderId, Map<ResourceClass, Long>> amounts = new LinkedHashMap<>();
        if (allocations.isArray()) {
            // Until 1.11.
            for (JsonNode item : allocations) {
                ProviderId provider =
                        provider(item.get("resource_provider").get("uuid").textValue());
                amounts.put(provider, ofProvider(item, whenClassUnknown));
            }
        } else {
            for (Map.Entry<String, JsonNode> entry : allocations.properties()) {
                amounts.put(provider(entry.getKey()), ofProvider(entry.getValue(), whenClassUnknown));
            }
        }
        return amounts;
    }

    private static Map<ResourceClass, Long> ofProvider(JsonNode allocation, String whenClassUnknown) {
        Map<ResourceClass, Long> amounts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : allocation.get("resources").properties()) {
            if (!ResourceClass.isName(entry.getKey())) {
                throw Problem.badRequest(whenClassUnknown + Refusals.noSuchClass(entry.getKey()))
                        .exception();
            }
            amounts.put(ResourceClass.of(entry.getKey()), WholeNumber.of(entry.getValue()));
        }
        return amounts;
    }

    private static ProviderId provider(String text) {
        return Ids.provider(text)
                .orElseThrow(() -> Problem.badRequest(noSuchProvider(text)).exception());
    }

    static String noSuchProvider(String provider) {
        return "Allocation for resource provider '" + provider + "' that does not exist.";
    }
}
