package dev.berth.api.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderAmounts;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** Consumers and providers as rows of long answers, with the names that the API has for their fields elsewhere. */
public final class BulkJson {
    private BulkJson() {}

    /** A consumer without what it holds. */
    public static void writeConsumer(JsonGenerator json, Consumer consumer) throws IOException {
        json.writeStartObject();
        writeOwner(json, consumer);
        json.writeStringField(
                "created_at", Instant.ofEpochMilli(consumer.createdAtMs()).toString());
        json.writeStringField(
                "updated_at", Instant.ofEpochMilli(consumer.updatedAtMs()).toString());
        json.writeEndObject();
    }

    /** A consumer with what it holds, by provider and class. */
    public static void writeAllocations(JsonGenerator json, Consumer consumer) throws IOException {
        json.writeStartObject();
        writeOwner(json, consumer);
        json.writeObjectFieldStart("allocations");
        for (ProviderAmounts held : consumer.allocations().byProvider()) {
            json.writeObjectFieldStart(held.provider().toString());
            json.writeObjectFieldStart("resources");
            writeAmounts(json, held.amounts());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeOwner(JsonGenerator json, Consumer consumer) throws IOException {
        json.writeStringField("consumer_uuid", consumer.id().toString());
        json.writeNumberField("consumer_generation", consumer.generation());
        json.writeStringField("project_id", consumer.projectId());
        json.writeStringField("user_id", consumer.userId());
        json.writeStringField("consumer_type", type(consumer));
    }

    /** As the API names it: unknown where nobody has said it. */
    public static String type(Consumer consumer) {
        return consumer.type().map(Object::toString).orElse(UsageHandler.UNKNOWN_TYPE);
    }

    /** A provider with its inventories, and what is used of each. */
    public static void writeInventories(JsonGenerator json, RegionView view, Provider provider) throws IOException {
        Map<ResourceClass, Long> used = view.consumers().usage(provider.id());
        json.writeStartObject();
        json.writeStringField("uuid", provider.id().toString());
        json.writeStringField("name", provider.name());
        json.writeNumberField("generation", provider.generation());
        json.writeStringField(
                "parent_provider_uuid", provider.parent().map(Object::toString).orElse(null));
        json.writeStringField("root_provider_uuid", provider.root().toString());
        json.writeObjectFieldStart("inventories");
        for (Map.Entry<ResourceClass, InventoryRecord> each :
                provider.inventories().entrySet()) {
            json.writeObjectFieldStart(each.getKey().name());
            InventoryJson.writeFields(json, each.getValue());
            json.writeNumberField("used", used.getOrDefault(each.getKey(), 0L));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** By class. */
    public static void writeAmounts(JsonGenerator json, Map<ResourceClass, Long> amounts) throws IOException {
        for (Map.Entry<ResourceClass, Long> amount : amounts.entrySet()) {
            json.writeNumberField(amount.getKey().name(), amount.getValue());
        }
    }
}
