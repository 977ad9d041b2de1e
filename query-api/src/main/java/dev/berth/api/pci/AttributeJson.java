package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.AttributeValue;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Attributes of PCI devices as JSON. */
final class AttributeJson {
    private AttributeJson() {}

    static void write(JsonGenerator json, String field, Map<String, AttributeValue> attributes) throws IOException {
        json.writeObjectFieldStart(field);
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
