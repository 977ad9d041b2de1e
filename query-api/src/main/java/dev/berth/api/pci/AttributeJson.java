package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.report.AttributeDocument;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Attributes of PCI devices as JSON. */
final class AttributeJson {
    private AttributeJson() {}

    static void write(JsonGenerator json, String field, Map<String, AttributeValue> attributes) throws IOException {
        json.writeFieldName(field);
        write(json, attributes);
    }

    static void write(JsonGenerator json, Map<String, AttributeValue> attributes) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            json.writeFieldName(attribute.getKey());
            write(json, attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AttributeValue value) throws IOException {
        switch (value.kind()) {
            case TEXT -> json.writeString(((AttributeValue.Text) value).value());
            case FLAG -> json.writeBoolean(((AttributeValue.Flag) value).value());
            case WHOLE -> json.writeNumber(((AttributeValue.Whole) value).value());
            case DECIMAL -> json.writeNumber(((AttributeValue.Decimal) value).value());
            case NOTHING -> json.writeNull();
            case LIST -> {
                json.writeStartArray();
                for (AttributeValue member : ((AttributeValue.Many) value).values()) {
                    write(json, member);
                }
                json.writeEndArray();
            }
        }
    }

    static ImmutableList<PciAlternative> alternatives(JsonNode json) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        json.forEach(alternative -> alternatives.add(new PciAlternative(AttributeDocument.read(alternative))));
        return alternatives.build();
    }

    static Optional<NumaPolicy> policy(JsonNode json) {
        return Optional.ofNullable(json.get("numa_policy"))
                .map(JsonNode::textValue)
                .flatMap(NumaPolicy::parse);
    }

    static void writeText(JsonGenerator json, String field, Optional<?> value) throws IOException {
        json.writeStringField(field, value.map(Object::toString).orElse(null));
    }

    static void writeNumber(JsonGenerator json, String field, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.getAsInt());
        } else {
            json.writeNullField(field);
        }
    }
}
