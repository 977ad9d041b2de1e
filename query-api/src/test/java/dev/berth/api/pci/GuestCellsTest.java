package dev.berth.api.pci;

import static dev.berth.api.pci.TestingHosts.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.schema.Schemas;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims of guests with NUMA cells: which cells they get, with which devices, and when they are refused. */
class GuestCellsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CPUS = "{\"%s\": {\"resources\": {\"VCPU\": 2}}}".formatted(HOST);

    private static BrokerlessServer server;
    private static PciClient client;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        client = new PciClient(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void report() {
        server.reset();
        server.decide(Region.DEFAULT, TestingHosts.report());
    }

    @Test
    void namesCellsPinnedCpusAndAddressesOfOneClaim() throws Exception {
        HttpResponse<String> claimed = client.claim(CPUS, """
                , "numa": {"vcpus": 2, "memory_mb": 512, "cpu_policy": "dedicated"},
                  "pci": [{"id": "nic", "count": 1, "spec": [{"numa_node": 1}], "numa_policy": "required"}]""");

        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        JsonNode reply = MAPPER.readTree(claimed.body());
        assertThat(Schemas.REPLY_ALLOCATIONS_PCI.violation(reply)).isEmpty();
        assertThat(reply).isEqualTo(MAPPER.readTree("""
                {"pci": [{"id": "nic", "provider": "%1$s", "addresses": ["0000:81:00.3"]}],
                 "numa": {"provider": "%1$s", "cells": [
                   {"cell": 0, "host_cell": 1, "page_size_kb": null, "pinning": {"0": 6, "1": 7}}]}}
                """.formatted(HOST)));
    }

    @Test
    void namesThemTheSameTheSecondTimeAlthoughTheyWereGivenBack() throws Exception {
        String more = """
                , "numa": {"vcpus": 2, "memory_mb": 512, "cpu_policy": "dedicated"},
                  "pci": [{"id": "nic", "count": 1, "spec": [{"numa_node": 1}], "numa_policy": "required"}]""";
        PciClient keyed = client.withKey("claim-it");
        HttpResponse<String> claimed = keyed.claim(CPUS, more);
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        assertThat(client.send("DELETE", "/allocations/" + PciClient.VM, "").statusCode())
                .isEqualTo(204);

        assertThat(keyed.claim(CPUS, more).body()).isEqualTo(claimed.body());
        assertThat(keyed.claim(CPUS, "").statusCode()).isEqualTo(422);
        assertThat(client.send("GET", "/allocations/" + PciClient.VM, "").body())
                .isEqualTo("{\"allocations\":{}}");
    }

    @Test
    void refusesTheWholeClaimWhereTheCellsDoNotFit() throws Exception {
        HttpResponse<String> refused =
                client.claim(CPUS, ", \"numa\": {\"vcpus\": 6, \"memory_mb\": 600, \"cells\": 2}, \"pci\": []");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("NUMA cells: ");
        assertThat(client.send("GET", "/allocations/" + PciClient.VM, "").body())
                .isEqualTo("{\"allocations\":{}}");
    }

    @Test
    void givesTheCellsBackWithTheAllocations() throws Exception {
        String pinned = ", \"numa\": {\"vcpus\": 4, \"memory_mb\": 512, \"cells\": 2, \"cpu_policy\": \"dedicated\"}";
        assertThat(client.claim(CPUS, pinned).statusCode()).isEqualTo(200);
        assertThat(client.send("DELETE", "/allocations/" + PciClient.VM, "").statusCode())
                .isEqualTo(204);
        assertThat(client.claim(CPUS, pinned).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            "numa": {"vcpus": 3, "memory_mb": 512, "cells": 2}                               | The field numa makes \
            no layout
            "numa": {"cells": 1}                                                             | The field numa makes \
            no layout
            "numa": {"vcpus": 1, "memory_mb": 1, "cpu_policy": "fast"}                       | JSON does not validate
            "numa": {"vcpus": 1, "memory_mb": 1}, "pci_numa_cells": [0]                      | one of them is too much
            "pci": [], "pci_numa_cells": [-1]                                                | JSON does not validate
            "pci": [], "pci_provider": "cn1"                                                 | JSON does not validate
            "pci_numa_cells": [0]                                                            | neither pci nor numa
            """)
    void saysWhatMakesNoSense(String fields, String message) throws Exception {
        HttpResponse<String> refused = client.claim(CPUS, ", " + fields);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(refused.body()).at("/errors/0/detail").asText())
                .contains(message);
    }
}
