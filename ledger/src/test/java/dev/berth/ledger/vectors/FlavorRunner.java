package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Resolves requests by flavor, compares them with the requests that the vector spells out, and claims. */
final class FlavorRunner implements VectorRunner {
    private final ClaimRunner claims = new ClaimRunner();

    @Override
    public void run(JsonNode vector) {
        Map<String, PciFlavor> flavors = flavors(vector.path("given").path("flavors"));
        JsonNode wanted = vector.path("when").path("flavor_requests");
        List<PciRequest> spelledOut = VectorRequests.requests(
                vector.path("when").path("requests"), vector.path("when").path("provider_mapping"));
        for (int i = 0; i < wanted.size(); i++) {
            Optional<PciRequest> resolved = VectorRequests.resolve(flavors, request(i, wanted.get(i)));
            if (resolved.isEmpty()) {
                assertThat(vector.path("expect").has("error"))
                        .as("error for the unknown flavor in " + wanted.get(i))
                        .isTrue();
                return;
            }
            PciRequest expected = spelledOut.get(i);
            assertThat(resolved.get().alternatives()).isEqualTo(expected.alternatives());
            assertThat(resolved.get().count()).isEqualTo(expected.count());
            assertThat(resolved.get().policy()).isEqualTo(expected.policy());
        }
        claims.run(vector);
    }

    private static FlavorRequest request(int index, JsonNode node) {
        return new FlavorRequest(
                "f" + index,
                node.path("flavor").asText(),
                node.path("count").asInt(1),
                VectorHost.values(node.path("extra")),
                VectorHost.text(node, "numa_policy").flatMap(NumaPolicy::parse));
    }

    private static Map<String, PciFlavor> flavors(JsonNode nodes) {
        Map<String, PciFlavor> flavors = new TreeMap<>();
        nodes.properties()
                .forEach(each -> flavors.put(
                        each.getKey(),
                        new PciFlavor(
                                each.getKey(),
                                VectorRequests.alternatives(each.getValue().path("match")),
                                VectorHost.text(each.getValue(), "numa_policy").flatMap(NumaPolicy::parse),
                                Optional.empty(),
                                0)));
        return flavors;
    }
}
