package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.CellClaim;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestPlacement;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.numa.GuestLayout;
import dev.berth.resource.numa.LayoutRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** NUMA cells of guests as JSON: what a claim asks for, and where the guest was put. */
final class GuestJson {
    private GuestJson() {}

    /**
     * The cells that the layout of a claim comes to. The JSON has been held against its schema before.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if the parts of the layout contradict each other
     */
    static CellClaim claim(ProviderId host, JsonNode json) {
        if (json.path("cells").asInt(-1) == 0) {
            return new CellClaim(host, ImmutableList.of());
        }
        LayoutRequest request = new LayoutRequest(
                json.path("vcpus").asInt(0),
                json.path("memory_mb").asLong(0),
                OptionalInt.of(
                        json.path("cells").asInt(Math.max(1, json.path("parts").size()))),
                parts(json.path("parts")),
                pages(json.get("page_size")),
                text(json, "cpu_policy").flatMap(CpuPolicy::parse).orElse(CpuPolicy.SHARED),
                text(json, "thread_policy").flatMap(ThreadPolicy::parse).orElse(ThreadPolicy.PREFER),
                numbers(json.path("dedicated_vcpus")));
        if (GuestLayout.of(request) instanceof GuestLayout.Laid laid) {
            return new CellClaim(host, laid.cells());
        }
        throw Problem.badRequest("The field numa makes no layout: "
                        + ((GuestLayout.Invalid) GuestLayout.of(request)).message() + ".")
                .exception();
    }

    private static ImmutableList<LayoutRequest.Part> parts(JsonNode json) {
        ImmutableList.Builder<LayoutRequest.Part> parts = ImmutableList.builder();
        json.forEach(part -> parts.add(new LayoutRequest.Part(
                numbers(part.get("vcpus")), part.get("memory_mb").longValue())));
        return parts.build();
    }

    private static Optional<PageRequest> pages(JsonNode json) {
        if (json == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (json.asText()) {
                    case "small" -> PageRequest.SMALL;
                    case "large" -> PageRequest.LARGE;
                    case "any" -> PageRequest.ANY;
                    default -> new PageRequest(json.intValue());
                });
    }

    private static Optional<String> text(JsonNode json, String field) {
        return Optional.ofNullable(json.get(field)).map(JsonNode::textValue);
    }

    private static ImmutableSortedSet<Integer> numbers(JsonNode json) {
        ImmutableSortedSet.Builder<Integer> numbers = ImmutableSortedSet.naturalOrder();
        json.forEach(number -> numbers.add(number.intValue()));
        return numbers.build();
    }

    static void write(JsonGenerator json, GuestPlacement placement) throws IOException {
        json.writeStartObject();
        json.writeStringField("provider", placement.host().toString());
        json.writeArrayFieldStart("cells");
        for (PlacedCell placed : placement.cells()) {
            json.writeStartObject();
            json.writeNumberField("cell", placed.guest().index());
            json.writeNumberField("host_cell", placed.hostCell());
            AttributeJson.writeNumber(json, "page_size_kb", placed.pageSizeKb());
            json.writeObjectFieldStart("pinning");
            for (Map.Entry<Integer, Integer> pin : placed.pinning().entrySet()) {
                json.writeNumberField(pin.getKey().toString(), pin.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
