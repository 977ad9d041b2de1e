package dev.berth.api.host;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.ProviderId;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** What answers about hosts have in common. Stateless. */
final class HostJson {
    private HostJson() {}

    static void writeNumber(JsonGenerator json, String field, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(field, number.getAsLong());
        } else {
            json.writeNullField(field);
        }
    }

    static void writeText(JsonGenerator json, String field, Optional<?> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(field, value.get().toString());
        } else {
            json.writeNullField(field);
        }
    }

    static void writeProviders(JsonGenerator json, String field, Iterable<ProviderId> providers) throws IOException {
        json.writeArrayFieldStart(field);
        for (ProviderId provider : providers) {
            json.writeString(provider.toString());
        }
        json.writeEndArray();
    }
}
