package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedInventory;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.LedgerView;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an agent last said of its host, and what operators have set beside it. Stateless. */
final class VouchedJson {
    private VouchedJson() {}

    /** An array of the providers that the agent vouches for; empty if it has not reported. */
    static void write(JsonGenerator json, String field, LedgerView view, Optional<HostReport> report)
            throws IOException {
        json.writeArrayFieldStart(field);
        if (report.isPresent()) {
            for (Map.Entry<ProviderId, VouchedProvider> vouched :
                    report.get().vouched().entrySet()) {
                write(json, view.provider(vouched.getKey()), vouched.getKey(), vouched.getValue());
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Optional<Provider> provider, ProviderId id, VouchedProvider vouched)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("uuid", id.toString());
        json.writeStringField("name", vouched.name());
        json.writeStringField(
                "parent_provider_uuid",
                vouched.parent().map(ProviderId::toString).orElse(null));
        json.writeBooleanField("departing", vouched.departing());
        json.writeArrayFieldStart("traits");
        for (Trait trait : vouched.traits()) {
            json.writeString(trait.name());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("inventories");
        for (Map.Entry<ResourceClass, VouchedInventory> inventory :
                vouched.inventories().entrySet()) {
            json.writeFieldName(inventory.getKey().name());
            write(json, provider.map(known -> known.inventories().get(inventory.getKey())), inventory.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Optional<InventoryRecord> now, VouchedInventory vouched)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("reported");
        json.writeNumberField("total", vouched.reported().total());
        writeFields(json, EnumSet.allOf(InventoryField.class), vouched.reported());
        json.writeEndObject();
        json.writeArrayFieldStart("explicit");
        for (InventoryField explicit : vouched.explicit()) {
            json.writeString(explicit.text());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("operator");
        Optional<InventoryRecord> set = vouched.departedFrom().or(() -> now);
        if (set.isPresent()) {
            writeFields(json, vouched.setByOperator(), set.get());
        }
        json.writeEndObject();
        json.writeBooleanField("departing", vouched.isDeparting());
        json.writeEndObject();
    }

    private static void writeFields(JsonGenerator json, Set<InventoryField> fields, InventoryRecord record)
            throws IOException {
        for (InventoryField field : InventoryField.values()) {
            if (!fields.contains(field)) {
                continue;
            }
            json.writeFieldName(field.text());
            switch (field) {
                case RESERVED -> json.writeNumber(record.reserved());
                case MIN_UNIT -> json.writeNumber(record.minUnit());
                case MAX_UNIT -> json.writeNumber(record.maxUnit());
                case STEP_SIZE -> json.writeNumber(record.stepSize());
                case ALLOCATION_RATIO -> json.writeNumber(record.allocationRatio());
            }
        }
    }
}
