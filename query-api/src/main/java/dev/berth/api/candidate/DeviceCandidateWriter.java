package dev.berth.api.candidate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.pci.ClaimedDevices;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.result.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes candidates that have PCI devices, which are few and unlike each other, as the JSON of the versions that can
 * have them.
 */
final class DeviceCandidateWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private DeviceCandidateWriter() {}

    static byte[] bytes(Candidate candidate, boolean hasMappings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(json, candidate, hasMappings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
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
