package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.resource.pci.flavor.Aliases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes aliases for the flavors that they amount to, and resolves requests for those, with nova's names for errors. */
final class AliasRunner implements VectorRunner {
    private static final String INVALID = "PciInvalidAlias";
    private static final String UNKNOWN = "PciRequestAliasNotDefined";

    @Override
    public void run(JsonNode vector) {
        JsonNode when = vector.path("when");
        JsonNode expect = vector.path("expect");
        List<Aliases.Definition> definitions = new ArrayList<>();
        vector.path("given").path("aliases").forEach(definition -> {
            Object content = new ObjectMapper().convertValue(definition, Object.class);
            definitions.add(new Aliases.Definition("definition " + definitions.size(), content));
        });
        Aliases.Parsed parsed = Aliases.parse(definitions);
        if (!parsed.errors().isEmpty()) {
            assertThat(expect.path("error").asText()).as("" + parsed.errors()).isEqualTo(INVALID);
            return;
        }
        List<PciRequest> requests = new ArrayList<>();
        for (String part : when.path("request").asText().split(",", -1)) {
            int colon = part.lastIndexOf(':');
            Optional<PciRequest> request = VectorRequests.resolve(
                    parsed.flavors(),
                    new FlavorRequest(
                            "alias-" + requests.size(),
                            part.substring(0, Math.max(colon, 0)).strip(),
                            Integer.parseInt(part.substring(colon + 1).strip()),
                            ImmutableSortedMap.of(),
                            VectorHost.text(when, "affinity_policy").flatMap(NumaPolicy::parse)));
            if (request.isEmpty()) {
                assertThat(expect.path("error").asText()).as(part).isEqualTo(UNKNOWN);
                return;
            }
            requests.add(request.get());
        }
        assertThat(expect.has("error")).as("an error in " + when).isFalse();
        assertThat(requests).hasSize(expect.path("requests").size());
        for (int i = 0; i < requests.size(); i++) {
            assertRequest(requests.get(i), expect.path("requests").get(i));
        }
    }

    private static void assertRequest(PciRequest actual, JsonNode expect) {
        assertThat(actual.count()).isEqualTo(expect.path("count").intValue());
        assertThat(actual.flavor())
                .contains(expect.path("flavor").asText(actual.flavor().orElse("")));
        assertThat(actual.policy().text()).isEqualTo(expect.path("numa_policy").asText("legacy"));
        assertThat(actual.alternatives()).isEqualTo(VectorRequests.alternatives(expect.path("spec")));
    }
}
