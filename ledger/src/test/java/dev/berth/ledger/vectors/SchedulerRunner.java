package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.Pools;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.StreamSupport;

/** Asks rows of pools alone, as a scheduler does that knows no devices. */
final class SchedulerRunner implements VectorRunner {
    @Override
    public void run(JsonNode vector) {
        JsonNode when = vector.path("when");
        JsonNode expect = vector.path("expect");
        Pools pools = VectorPools.pools(vector.path("given").path("pools"));
        List<PciRequest> requests = VectorRequests.requests(when.path("requests"), when.path("provider_mapping"));
        Affinity affinity = VectorRequests.affinity(vector);

        assertThat(pools.supports(requests, affinity))
                .as("supported")
                .isEqualTo(expect.path("supported").booleanValue());
        VectorPools.assertFull("pools after the check", expect.path("pools_after_check"), pools);
        Optional<Pools> after = pools.consume(requests, affinity);
        List<SortedMap<String, Integer>> permitted = StreamSupport.stream(
                        expect.path("pools_after_apply_any_of").spliterator(), false)
                .map(VectorPools::full)
                .toList();
        if (after.isPresent()) {
            assertThat(permitted).contains(VectorPools.full(after.get()));
        } else {
            assertThat(permitted).isEmpty();
        }
    }
}
