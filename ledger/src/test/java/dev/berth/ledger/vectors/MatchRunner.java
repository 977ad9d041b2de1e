package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.AttributeValue;
import dev.berth.resource.attribute.AttributeMatch;
import java.util.Map;

/** Holds alternatives against the attributes of one pool. */
final class MatchRunner implements VectorRunner {
    @Override
    public void run(JsonNode vector) {
        Map<String, AttributeValue> pool =
                VectorHost.values(vector.path("given").path("pool"));
        assertThat(AttributeMatch.meetsAny(
                        VectorRequests.alternatives(vector.path("when").path("spec")),
                        name -> pool.getOrDefault(name, AttributeValue.NOTHING)))
                .isEqualTo(vector.path("expect").path("match").booleanValue());
    }
}
