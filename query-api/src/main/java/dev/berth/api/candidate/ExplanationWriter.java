package dev.berth.api.candidate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.JsonBytes;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explanation;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDemand;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDevices;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes an {@link Explanation} as a JSON object. */
final class ExplanationWriter {
    private final JsonGenerator json;

    private ExplanationWriter(JsonGenerator json) {
        this.json = json;
    }

    static byte[] bytes(Explanation explanation) {
        return JsonBytes.of(json -> new ExplanationWriter(json).write(explanation));
    }

    private void write(Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeStringField("verdict", name(explanation.verdict()));
        json.writeNumberField("trees_with_candidates", explanation.treesWithCandidates());
        json.writeNumberField("trees_left_out", explanation.treesLeftOut());
        json.writeArrayFieldStart("demands");
        for (ExplainedDemand demand : explanation.demands()) {
            write(demand);
        }
        json.writeEndArray();
        if (!explanation.devices().isEmpty()) {
            json.writeArrayFieldStart("devices");
            for (ExplainedDevices devices : explanation.devices()) {
                write(devices);
            }
            json.writeEndArray();
        }
        write("trees", explanation.trees());
        json.writeArrayFieldStart("nearest");
        for (Miss miss : explanation.nearest()) {
            write(miss);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(ExplainedDemand demand) throws IOException {
        begin(demand.suffix(), demand.parameter(), demand.verdict());
        Optional<ResourceClass> scarce = demand.scarce();
        if (scarce.isPresent()) {
            json.writeStringField("scarce", scarce.get().name());
        }
        write("providers", demand.lines());
        json.writeEndObject();
    }

    private void write(ExplainedDevices devices) throws IOException {
        begin(devices.suffix(), devices.parameter(), devices.verdict());
        write("devices", devices.lines());
        json.writeEndObject();
    }

    private void begin(String suffix, String parameter, Enum<?> verdict) throws IOException {
        json.writeStartObject();
        json.writeStringField("suffix", suffix);
        json.writeStringField("parameter", parameter);
        json.writeStringField("verdict", name(verdict));
    }

    private void write(String field, List<Line> lines) throws IOException {
        json.writeArrayFieldStart(field);
        for (Line line : lines) {
            json.writeStartObject();
            json.writeStringField("constraint", line.constraint());
            json.writeNumberField("before", line.before());
            json.writeNumberField("removed", line.before() - line.after());
            json.writeNumberField("after", line.after());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(Miss miss) throws IOException {
        json.writeStartObject();
        json.writeStringField("root", miss.root().toString());
        json.writeStringField("root_name", miss.rootName());
        json.writeArrayFieldStart("lacks");
        for (Lack lack : miss.lacks()) {
            json.writeStartObject();
            json.writeStringField("reason", name(lack.reason()));
            json.writeStringField("suffix", lack.suffix());
            json.writeStringField("provider", lack.provider().toString());
            json.writeStringField("provider_name", lack.providerName());
            json.writeStringField("text", lack.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
