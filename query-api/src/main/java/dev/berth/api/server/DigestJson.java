package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What a region's state comes to, and after how many commands, as fields. */
final class DigestJson {
    private DigestJson() {}

    static void write(JsonGenerator json, RegionView view, StateDigest digest, Optional<RegionStop> stop)
            throws IOException {
        json.writeStringField("region", view.region().name());
        json.writeObjectFieldStart("position");
        json.writeNumberField("partition", view.position().partition());
        json.writeNumberField("offset", view.position().offset());
        json.writeEndObject();
        json.writeNumberField("decided", view.recent().count());
        json.writeNumberField("rules_version", view.rulesVersion().number());
        json.writeObjectFieldStart("digest");
        json.writeStringField("whole", digest.whole());
        json.writeObjectFieldStart("sections");
        for (Map.Entry<StateDigest.Section, String> section : digest.sections().entrySet()) {
            json.writeStringField(section.getKey().name(), section.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        write(json, stop);
    }

    private static void write(JsonGenerator json, Optional<RegionStop> stop) throws IOException {
        if (stop.isEmpty()) {
            json.writeNullField("stopped");
            return;
        }
        json.writeObjectFieldStart("stopped");
        json.writeNumberField("offset", stop.get().position().offset());
        json.writeStringField("reason", stop.get().reason());
        json.writeEndObject();
    }
}
