package dev.berth.api.candidate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.Candidate;
import dev.berth.ledger.candidate.CandidateRequest;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.Explanation;
import dev.berth.ledger.candidate.ProviderSummary;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Streams candidates and summaries as the JSON of a version, 1.10 to 1.39. Writes one answer. */
final class CandidateWriter {
    private final JsonGenerator json;
    private final Microversion version;
    private final Set<ResourceClass> requested = new HashSet<>();

    CandidateWriter(JsonGenerator json, Microversion version, Optional<CandidateRequest> request) {
        this.json = json;
        this.version = version;
        request.ifPresent(asked -> asked.groups()
                .forEach(group -> requested.addAll(group.resources().keySet())));
    }

    void write(Candidates found, Optional<Explanation> explanation) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("allocation_requests");
        for (Candidate candidate : found.candidates()) {
            write(candidate);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("provider_summaries");
        for (ProviderSummary summary : found.summaries()) {
            write(summary);
        }
        json.writeEndObject();
        if (explanation.isPresent()) {
            json.writeFieldName("explanation");
            new ExplanationWriter(json).write(explanation.get());
        }
        json.writeEndObject();
    }

    private void write(Candidate candidate) throws IOException {
        json.writeStartObject();
        if (version.has(Feature.ALLOCATIONS_BY_PROVIDER)) {
            json.writeObjectFieldStart("allocations");
            for (Candidate.Share share : candidate.shares()) {
                json.writeObjectFieldStart(share.provider().toString());
                writeResources(share.resources());
                json.writeEndObject();
            }
            json.writeEndObject();
        } else {
            writeList(candidate);
        }
        if (version.has(Feature.MAPPINGS)) {
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
        json.writeEndObject();
    }

    /** Before 1.12 allocations were a list. */
    private void writeList(Candidate candidate) throws IOException {
        json.writeArrayFieldStart("allocations");
        for (Candidate.Share share : candidate.shares()) {
            json.writeStartObject();
            json.writeObjectFieldStart("resource_provider");
            json.writeStringField("uuid", share.provider().toString());
            json.writeEndObject();
            writeResources(share.resources());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeResources(Map<ResourceClass, Long> resources) throws IOException {
        json.writeObjectFieldStart("resources");
        for (Map.Entry<ResourceClass, Long> resource : resources.entrySet()) {
            json.writeNumberField(resource.getKey().name(), resource.getValue());
        }
        json.writeEndObject();
    }

    private void write(ProviderSummary summary) throws IOException {
        json.writeObjectFieldStart(summary.id().toString());
        json.writeObjectFieldStart("resources");
        for (ProviderSummary.Stock stock : summary.stocks()) {
            if (version.has(Feature.ALL_CLASSES_IN_SUMMARIES) || requested.contains(stock.resourceClass())) {
                json.writeObjectFieldStart(stock.resourceClass().name());
                json.writeNumberField("capacity", stock.capacity());
                json.writeNumberField("used", stock.used());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        if (version.has(Feature.CANDIDATE_TRAITS)) {
            json.writeArrayFieldStart("traits");
            for (Trait trait : summary.traits()) {
                json.writeString(trait.name());
            }
            json.writeEndArray();
        }
        if (version.has(Feature.NESTED_CANDIDATES)) {
            json.writeFieldName("parent_provider_uuid");
            json.writeString(summary.parent().map(ProviderId::toString).orElse(null));
            json.writeStringField("root_provider_uuid", summary.root().toString());
        }
        json.writeEndObject();
    }
}
