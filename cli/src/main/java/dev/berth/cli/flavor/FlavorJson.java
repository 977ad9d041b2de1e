package dev.berth.cli.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.report.AttributeDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** PCI flavors as the service takes and shows them, and as people read them. Stateless. */
final class FlavorJson {
    static final String PATH = "/pci/flavors";

    private FlavorJson() {}

    static String path(String name) {
        return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What creates the flavor. */
    static ObjectNode of(PciFlavor flavor) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", flavor.name());
        ArrayNode match = json.putArray("match");
        flavor.alternatives().forEach(alternative -> match.add(AttributeDocument.of(alternative.attributes())));
        flavor.policy().ifPresent(policy -> json.put("numa_policy", policy.text()));
        flavor.description().ifPresent(text -> json.put("description", text));
        return json;
    }

    static PciFlavor read(JsonNode json) {
        ImmutableList.Builder<PciAlternative> alternatives = ImmutableList.builder();
        json.path("match")
                .forEach(alternative -> alternatives.add(new PciAlternative(AttributeDocument.read(alternative))));
        return new PciFlavor(
                json.path("name").asText(),
                alternatives.build(),
                Optional.ofNullable(json.path("numa_policy").textValue()).flatMap(NumaPolicy::parse),
                Optional.ofNullable(json.path("description").textValue()),
                json.path("generation").asLong());
    }

    /** What a flavor selects: attributes of one alternative with commas, alternatives with "or". */
    static String selection(PciFlavor flavor) {
        return flavor.alternatives().stream()
                .map(alternative -> alternative.attributes().isEmpty()
                        ? "any device"
                        : alternative.attributes().entrySet().stream()
                                .map(each -> each.getKey() + "=" + each.getValue())
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(" or "));
    }

    /** Whether both select the same devices in the same way; descriptions are for people. */
    static boolean areAlike(PciFlavor one, PciFlavor other) {
        return one.alternatives().equals(other.alternatives())
                && one.policy().orElse(NumaPolicy.LEGACY) == other.policy().orElse(NumaPolicy.LEGACY);
    }
}
