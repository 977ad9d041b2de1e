package dev.berth.cli.placement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.schema.UuidFormat;
import dev.berth.events.command.ImportedConsumer;
import dev.berth.events.command.ImportedProvider;
import dev.berth.events.model.AggregateId;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** The JSON of Placement's API as values and back. Whatever cannot be a value is a {@link MalformedException}. */
final class FactsJson {
    /** What the API shows for a consumer of which nobody has said the type. */
    private static final String UNKNOWN_TYPE = "unknown";

    private FactsJson() {}

    /** A UUID, with its dashes or without; empty for what is none. */
    static Optional<UUID> uuidOf(String text) {
        return UuidFormat.parse(text);
    }

    /** A UUID, with its dashes or without. */
    static UUID uuid(String text) {
        return UuidFormat.parse(text)
                .orElseThrow(
                        () -> new MalformedException("expected a UUID but got " + MalformedException.quoted(text)));
    }

    /** A list that has to be there, for what is not there says nothing: an empty one does. */
    static JsonNode list(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isArray()) {
            throw new MalformedException("expected a list as " + field + " but got " + quoted(value));
        }
        return value;
    }

    /** An object that has to be there, be it empty. */
    static JsonNode object(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isObject()) {
            throw new MalformedException("expected an object as " + field + " but got " + quoted(value));
        }
        return value;
    }

    /** A text that may be null, or missing. */
    static Optional<String> textOrNone(JsonNode json, String field) {
        return json.hasNonNull(field) ? Optional.of(text(json, field)) : Optional.empty();
    }

    /** A field that has to be there, or a part of a message that says that it is not. */
    static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new MalformedException("expected a text as " + field + " but got " + quoted(value));
        }
        return value.textValue();
    }

    static long generation(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > Limits.GENERATION_MAX) {
            throw new MalformedException("expected a generation from 0 to " + Limits.GENERATION_MAX + " as " + field
                    + " but got " + quoted(value));
        }
        return value.longValue();
    }

    private static String quoted(JsonNode value) {
        return value.isMissingNode() ? "nothing" : MalformedException.quoted(value.toString());
    }

    static ImmutableSortedMap<ResourceClass, InventoryRecord> inventories(JsonNode byClass) {
        TreeMap<ResourceClass, InventoryRecord> inventories = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : byClass.properties()) {
            JsonNode json = entry.getValue();
            inventories.put(
                    ResourceClass.of(entry.getKey()),
                    new InventoryRecord(
                            whole(json, "total"),
                            whole(json, "reserved"),
                            whole(json, "min_unit"),
                            whole(json, "max_unit"),
                            whole(json, "step_size"),
                            ratio(json, "allocation_ratio")));
        }
        return ImmutableSortedMap.copyOfSorted(inventories);
    }

    private static double ratio(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber()) {
            throw new MalformedException("expected a number as " + field + " but got " + quoted(value));
        }
        return value.doubleValue();
    }

    private static long whole(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedException("expected a whole number as " + field + " but got " + quoted(value));
        }
        return value.longValue();
    }

    static <T extends Comparable<T>> ImmutableSortedSet<T> set(JsonNode texts, Function<String, T> each) {
        TreeSet<T> values = new TreeSet<>();
        for (JsonNode text : texts) {
            if (!text.isTextual()) {
                throw new MalformedException("expected a text but got " + quoted(text));
            }
            values.add(each.apply(text.textValue()));
        }
        return ImmutableSortedSet.copyOfSorted(values);
    }

    static ImmutableSortedSet<Trait> traits(JsonNode answer) {
        return set(list(answer, "traits"), Trait::of);
    }

    static ImmutableSortedSet<AggregateId> aggregates(JsonNode answer) {
        return set(list(answer, "aggregates"), text -> new AggregateId(uuid(text)));
    }

    static ImmutableSortedMap<ResourceClass, Long> amounts(JsonNode resources) {
        TreeMap<ResourceClass, Long> amounts = new TreeMap<>();
        for (String name : (Iterable<String>) resources::fieldNames) {
            amounts.put(ResourceClass.of(name), whole(resources, name));
        }
        return ImmutableSortedMap.copyOfSorted(amounts);
    }

    /** What GET /allocations says of a consumer; empty if that holds nothing. */
    static Optional<ImportedConsumer> consumer(ConsumerId id, JsonNode answer) {
        TreeMap<ProviderId, ImmutableSortedMap<ResourceClass, Long>> allocations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : object(answer, "allocations").properties()) {
            allocations.put(new ProviderId(uuid(entry.getKey())), amounts(object(entry.getValue(), "resources")));
        }
        if (allocations.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ImportedConsumer(
                id,
                generation(answer, "consumer_generation"),
                text(answer, "project_id"),
                text(answer, "user_id"),
                textOrNone(answer, "consumer_type")
                        .filter(type -> !type.equals(UNKNOWN_TYPE))
                        .map(ConsumerType::new),
                Allocations.of(allocations)));
    }

    static ObjectNode json(ImportedProvider provider) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", provider.provider().toString());
        json.put("name", provider.name());
        json.put("parent_provider_uuid", provider.parent().map(Object::toString).orElse(null));
        json.put("generation", provider.generation());
        json.set("inventories", json(provider.inventories()));
        json.set("traits", texts(provider.traits()));
        json.set("aggregates", texts(provider.aggregates()));
        return json;
    }

    static ArrayNode texts(Iterable<?> values) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> texts.add(value.toString()));
        return texts;
    }

    static ObjectNode json(ImmutableSortedMap<ResourceClass, InventoryRecord> inventories) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        inventories.forEach((resourceClass, inventory) -> json.putObject(resourceClass.name())
                .put("total", inventory.total())
                .put("reserved", inventory.reserved())
                .put("min_unit", inventory.minUnit())
                .put("max_unit", inventory.maxUnit())
                .put("step_size", inventory.stepSize())
                .put("allocation_ratio", inventory.allocationRatio()));
        return json;
    }

    /** A consumer as POST /import takes it. */
    static ObjectNode json(ImportedConsumer consumer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uuid", consumer.consumer().toString());
        json.put("generation", consumer.generation());
        return owned(json, consumer);
    }

    /** A new consumer as POST /allocations takes it. */
    static ObjectNode claim(ImportedConsumer consumer) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putNull("consumer_generation");
        return owned(json, consumer);
    }

    private static ObjectNode owned(ObjectNode json, ImportedConsumer consumer) {
        json.put("project_id", consumer.projectId());
        json.put("user_id", consumer.userId());
        consumer.consumerType().ifPresent(type -> json.put("consumer_type", type.name()));
        ObjectNode allocations = json.putObject("allocations");
        consumer.allocations().forEach((provider, amounts) -> {
            ObjectNode resources = allocations.putObject(provider.toString()).putObject("resources");
            amounts.forEach((resourceClass, amount) -> resources.put(resourceClass.name(), amount));
        });
        return json;
    }
}
