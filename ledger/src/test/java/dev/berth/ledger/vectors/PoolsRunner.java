package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.ledger.resource.pci.Pools;
import java.util.Map;
import java.util.TreeMap;

/** Derives the pools of one host, or those of all. */
final class PoolsRunner implements VectorRunner {
    private final ClaimRunner claims = new ClaimRunner();

    @Override
    public void run(JsonNode vector) {
        if (!vector.path("when").path("op").asText().equals("summary_all_nodes")) {
            claims.run(vector);
            return;
        }
        VectorHost host = VectorHost.of(vector.path("given"));
        Map<String, Pools> byNode = new TreeMap<>();
        vector.path("given")
                .path("nodes")
                .properties()
                .forEach(node ->
                        byNode.put(node.getKey(), host.table(node.getValue()).pools()));
        assertThat(VectorPools.summary(byNode))
                .isEqualTo(VectorPools.summary(vector.path("expect").path("rows")));
    }
}
