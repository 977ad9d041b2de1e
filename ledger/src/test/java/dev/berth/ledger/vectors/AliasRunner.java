package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.resource.pci.flavor.AliasError;
import dev.berth.ledger.resource.pci.flavor.Aliases;
import java.util.List;
import java.util.Map;

/** Resolves a request by aliases, with nova's names for errors. */
final class AliasRunner implements VectorRunner {
    private static final Map<AliasError.Code, String> NAMES = Map.of(
            AliasError.Code.INVALID_DEFINITION, "PciInvalidAlias",
            AliasError.Code.MALFORMED_REQUEST, "PciInvalidAlias",
            AliasError.Code.UNKNOWN_ALIAS, "PciRequestAliasNotDefined");

    @Override
    public void run(JsonNode vector) {
        JsonNode when = vector.path("when");
        JsonNode expect = vector.path("expect");
        List<?> definitions =
                new ObjectMapper().convertValue(vector.path("given").path("aliases"), List.class);
        Aliases.Parsed parsed = Aliases.parse(definitions);
        Aliases.Requested requested = parsed.aliases()
                .map(aliases -> aliases.request(
                        when.path("request").asText(),
                        VectorHost.text(when, "affinity_policy").flatMap(NumaPolicy::parse)))
                .orElse(new Aliases.Requested(ImmutableList.of(), parsed.errors()));
        if (expect.has("error")) {
            assertThat(requested.errors()).as("errors").isNotEmpty();
            assertThat(NAMES.get(requested.errors().get(0).code()))
                    .as("error: " + requested.errors())
                    .isEqualTo(expect.path("error").asText());
            return;
        }
        assertThat(requested.errors()).as("errors").isEmpty();
        assertThat(requested.requests()).hasSize(expect.path("requests").size());
        for (int i = 0; i < requested.requests().size(); i++) {
            assertRequest(requested.requests().get(i), expect.path("requests").get(i));
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
