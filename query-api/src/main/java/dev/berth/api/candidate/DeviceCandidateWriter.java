package dev.berth.api.candidate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.pci.ClaimedDevices;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.result.Candidate;
import java.io.IOException;
import java.util.Map;

/**
 * Writes candidates that have PCI devices, which are few and unlike each other, as the JSON of the versions that can
 * have them.
 */
final class DeviceCandidateWriter {
    private DeviceCandidateWriter() {}

    static byte[] bytes(Candidate candidate, boolean hasMappings) {
        return JsonBytes.of(json -> write(json, candidate, hasMappings));
    }

    private static void write(JsonGenerator json, Candidate candidate, boolean hasMappings) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("allocations");
        for (Candidate.Share share : candidate.shares()) {
            json.writeObjectFieldStart(share.provider().toString());
            json.writeObjectFieldStart("resources");
            for (Map.Entry<ResourceClass, Long> resource : share.resources().entrySet()) {
                json.writeNumberField(resource.getKey().name(), resource.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
        if (hasMappings) {
            writeMappings(json, candidate);
        }
        if (candidate.devices().isPresent()) {
            ClaimedDevices.write(json, candidate.devices().get());
        }
        json.writeEndObject();
    }

    private static void writeMappings(JsonGenerator json, Candidate candidate) throws IOException {
        json.writeObjectFieldStart("mappings");
        for (Candidate.Mapping mapping : candidate.mappings()) {
            json.writeArrayFieldStart(mapping.suffix());
            for (ProviderId provider : mapping.providers()) {
                json.writeString(provider.toString());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
