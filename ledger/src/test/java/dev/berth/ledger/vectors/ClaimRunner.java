package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.events.model.PciRequest;
import dev.berth.ledger.resource.pci.Affinity;
import dev.berth.ledger.resource.pci.DeviceChoice;
import dev.berth.ledger.resource.pci.DeviceTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks the pools of a host for a list of requests, then claims devices for it. */
final class ClaimRunner implements VectorRunner {
    @Override
    public void run(JsonNode vector) {
        JsonNode expect = vector.path("expect");
        DeviceTable table =
                VectorHost.of(vector.path("given")).table(vector.path("given").path("devices"));
        VectorPools.assertFull("pools before", expect.path("pools_before"), table.pools());
        VectorPools.assertSummary("summary before", expect.path("summary_before"), table.pools());

        Affinity affinity = VectorRequests.affinity(vector);
        List<PciRequest> requests = requests(vector);
        boolean isSupported = table.pools().supports(requests, affinity);
        DeviceChoice claim = table.claim(VectorHost.consumer("the guest"), requests, affinity);

        if (expect.has("supported")) {
            assertThat(isSupported)
                    .as("supported")
                    .isEqualTo(expect.path("supported").booleanValue());
        }
        assertThat(claim.isChosen())
                .as("claim: " + claim)
                .isEqualTo(expect.path("claim").asText().equals("ok"));
        VectorPools.assertFull("pools after failed claim", expect.path("pools_after_failed_claim"), table.pools());
        if (claim instanceof DeviceChoice.Chosen) {
            assertPermitted((DeviceChoice.Chosen) claim, expect.path("outcomes"));
        }
    }

    private static List<PciRequest> requests(JsonNode vector) {
        JsonNode when = vector.path("when");
        return VectorRequests.requests(when.path("requests"), when.path("provider_mapping"));
    }

    private static void assertPermitted(DeviceChoice.Chosen chosen, JsonNode outcomes) {
        Map<String, TreeSet<String>> consumed = new TreeMap<>();
        chosen.addresses().forEach((id, addresses) -> {
            TreeSet<String> texts = consumed.computeIfAbsent(id, key -> new TreeSet<>());
            addresses.forEach(address -> texts.add(address.toString()));
        });
        for (JsonNode outcome : outcomes) {
            for (JsonNode permitted : outcome.path("consumed_any_of")) {
                if (consumed.equals(consumed(permitted))) {
                    VectorPools.assertFull(
                            "pools after " + consumed,
                            outcome.path("pools_after"),
                            chosen.table().pools());
                    return;
                }
            }
        }
        throw new AssertionError("consumed " + consumed + ", which is none of " + outcomes);
    }

    private static Map<String, TreeSet<String>> consumed(JsonNode permitted) {
        Map<String, TreeSet<String>> consumed = new TreeMap<>();
        permitted.properties().forEach(each -> {
            TreeSet<String> texts = consumed.computeIfAbsent(each.getKey(), key -> new TreeSet<>());
            each.getValue().forEach(address -> texts.add(address.asText()));
        });
        return consumed;
    }
}
