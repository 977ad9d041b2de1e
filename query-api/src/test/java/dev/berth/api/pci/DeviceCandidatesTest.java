package dev.berth.api.pci;

import static dev.berth.api.pci.TestingHosts.CARD;
import static dev.berth.api.pci.TestingHosts.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.schema.Schemas;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Candidates by PCI flavor: what they offer, that a claim takes it as it stands, and what is wrong with bad queries.
 */
class DeviceCandidatesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CANDIDATES = "/allocation_candidates?";

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
    void report() throws Exception {
        server.reset();
        server.decide(Region.DEFAULT, TestingHosts.report());
        flavor("10g", "{\"speed\": \"10g\"}");
        flavor("25g", "{\"speed\": \"25g\"}");
    }

    private static void flavor(String name, String match) throws Exception {
        String body = "{\"name\": \"%s\", \"match\": [%s]}".formatted(name, match);
        assertThat(client.send("POST", "/pci/flavors", body).statusCode()).isEqualTo(201);
    }

    @Test
    void offersTheHostWithTheUnitsOfItsDevices() throws Exception {
        JsonNode found = find("resources=VCPU:1&pci=10g:2,numa_node=0");

        assertThat(found.get("allocation_requests")).isEqualTo(MAPPER.readTree("""
                        [{"allocations": {"%1$s": {"resources": {"VCPU": 1}}, "%2$s": {"resources": {"CUSTOM_NIC": 2}}},
                          "mappings": {"": ["%1$s", "%2$s"]},
                          "pci": [{"id": "pci-0", "count": 2, "flavor": "10g", "extra": {"numa_node": 0}, \
                          "providers": {"%2$s": 2}}],
                          "pci_provider": "%1$s"}]
                        """.formatted(HOST, CARD)));
        assertThat(found.at("/provider_summaries/" + CARD + "/resources/CUSTOM_NIC/capacity")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void takesWhatItOffersAsItStands() throws Exception {
        JsonNode candidate = only("resources=VCPU:1&pci=10g:2,numa_node=0");

        HttpResponse<String> claimed = claim(candidate);

        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        assertThat(MAPPER.readTree(claimed.body()).at("/pci/0/addresses").toString())
                .isEqualTo("[\"0000:81:00.1\",\"0000:81:00.2\"]");
        assertThat(held(CARD.toString())).isEqualTo(2);
        assertThat(find("resources=VCPU:1&pci=10g:1,numa_node=0").get("allocation_requests"))
                .isEmpty();
        assertThat(find("resources=VCPU:1&pci=10g:1,numa_node=1").get("allocation_requests"))
                .hasSize(1);
    }

    @Test
    void letsAPlacementClientClaimTheAmountsOfACandidate() throws Exception {
        JsonNode candidate = only("resources=VCPU:1&pci=10g:2,numa_node=0");

        assertThat(client.claim(candidate.get("allocations").toString()).statusCode())
                .isEqualTo(204);
        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM)).hasSize(2);
    }

    @Test
    void combinesAFlavorWithThePhysicalNetworkOfDevicesThatNoProviderCounts() throws Exception {
        JsonNode candidate = only("resources=VCPU:1&pci=10g:1,physical_network=net1");

        assertThat(candidate.at("/pci/0").toString())
                .isEqualTo(
                        "{\"id\":\"pci-0\",\"count\":1,\"flavor\":\"10g\",\"extra\":{\"physical_network\":\"net1\"}}");
        assertThat(claim(candidate).statusCode()).isEqualTo(200);
        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM)).containsExactly("0000:82:00.1");
    }

    @Test
    void servesTheDevicesOfASuffixedGroupFromItsProvider() throws Exception {
        JsonNode candidate = only("resources=VCPU:1&pci_NET=10g:1,numa_node=0&resources_NET=CUSTOM_NIC:1&pci_B=10g:1"
                + "&group_policy=none&same_subtree=_NET,_B");

        assertThat(candidate.at("/mappings/_NET/0").asText()).isEqualTo(CARD.toString());
        assertThat(candidate.at("/mappings/_B/0").asText()).isEqualTo(CARD.toString());
        assertThat(candidate
                        .at("/allocations/" + CARD + "/resources/CUSTOM_NIC")
                        .asInt())
                .isEqualTo(3);
        assertThat(claim(candidate).statusCode()).isEqualTo(200);
        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM)).hasSize(3);
        assertThat(find("pci_A=10g:1&pci_B=10g:1&group_policy=isolate").get("allocation_requests"))
                .isEmpty();
    }

    @Test
    void explainsThatDevicesAreLackingNowOrForEver() throws Exception {
        JsonNode found = find("resources=VCPU:1&pci=10g:2,numa_node=0&explain=true");
        assertThat(found.get("allocation_requests")).hasSize(1);
        assertThat(found.at("/explanation/verdict").asText()).isEqualTo("found");

        JsonNode none = find("resources=VCPU:1&pci=10g:50&explain=true");
        assertThat(none.get("allocation_requests")).isEmpty();
        assertThat(none.at("/explanation/verdict").asText()).isEqualTo("never");

        assertThat(claim(only("resources=VCPU:1&pci=10g:2,numa_node=0")).statusCode())
                .isEqualTo(200);
        for (String query : List.of("pci=10g:2,numa_node=0", "pci_A=10g:2,numa_node=0")) {
            JsonNode held = find(query + "&explain=true");
            assertThat(held.get("allocation_requests")).isEmpty();
            assertThat(held.at("/explanation/verdict").asText()).as(query).isEqualTo("not_now");
        }
    }

    @Test
    void tellsHowManyDevicesMatchEachStep() throws Exception {
        assertThat(claim(only("resources=VCPU:1&pci=10g:1,numa_node=1")).statusCode())
                .isEqualTo(200);

        JsonNode explanation = find("pci=10g:9&explain=true").get("explanation");
        assertThat(steps(explanation.at("/devices/0")))
                .containsExactly(
                        "4 devices of flavor 10g",
                        "4 devices of a type this request may use",
                        "3 devices that are free now",
                        "3 devices of the host with the most",
                        "3 devices that a guest in one cell could have there, by NUMA policy legacy");
        assertThat(explanation.at("/devices/0/parameter").asText()).isEqualTo("pci=10g:9");
        assertThat(explanation.at("/devices/0/verdict").asText()).isEqualTo("never");
        assertThat(explanation.at("/nearest/0/lacks/0/reason").asText()).isEqualTo("never_fits");
        assertThat(explanation.at("/nearest/0/lacks/0/text").asText())
                .isEqualTo("has 3 free devices of 10g, 9 asked for");

        JsonNode ofCard = find("pci_NET=10g:3,numa_node=0&explain=true").get("explanation");
        assertThat(steps(ofCard.at("/devices/0")))
                .containsExactly(
                        "4 devices of flavor 10g",
                        "2 devices that have numa_node 0",
                        "2 devices of a type this request may use",
                        "2 devices that are free now",
                        "2 devices of the provider with the most",
                        "2 devices that a guest in one cell could have there, by NUMA policy legacy");
        assertThat(ofCard.at("/demands/0/parameter").asText()).isEqualTo("pci_NET=10g:3,numa_node=0");
        assertThat(ofCard.at("/demands/0/verdict").asText()).isEqualTo("never");
    }

    private static List<String> steps(JsonNode devices) {
        List<String> steps = new ArrayList<>();
        devices.get("devices")
                .forEach(step -> steps.add(
                        step.get("after").asInt() + " " + step.get("constraint").asText()));
        return steps;
    }

    @Test
    void explainsAsFoundOnlyWhatAClaimIsGranted() throws Exception {
        // Each card has enough for the one request, and there are not enough for both: only a claim finds that out.
        JsonNode none = find("pci=10g:3&pci=10g:2&explain=true");
        assertThat(none.get("allocation_requests")).isEmpty();
        assertThat(none.at("/explanation/verdict").asText()).isEqualTo("never");
        assertThat(none.at("/explanation/trees_with_candidates").asInt()).isZero();
        assertThat(none.at("/explanation/nearest/0/lacks/0/text").asText())
                .isEqualTo("cannot serve pci=10g:3 and pci=10g:2 together: no free devices together serve "
                        + "the whole request");
    }

    @Test
    void asksTraitsOfProvidersOfAmountsAndNotOfDevices() throws Exception {
        assertThat(find("pci=10g:1&required=HW_NIC_OFFLOAD_GRO").get("allocation_requests"))
                .hasSize(1);
    }

    @Test
    void asksForDevicesAlone() throws Exception {
        assertThat(only("pci=10g:3")
                        .at("/allocations/" + CARD + "/resources/CUSTOM_NIC")
                        .asInt())
                .isEqualTo(3);
        assertThat(find("pci=10g:5").get("allocation_requests")).isEmpty();
        assertThat(find("pci=10g:1&pci=10g:1,numa_node=1").get("allocation_requests"))
                .hasSize(1);
        assertThat(find("resources=VCPU:1&pci=10g:2,25g:1").get("allocation_requests"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            resources=VCPU:1&pci=10g                     | Badly formed pci parameter: expected FLAVOR:COUNT
            resources=VCPU:1&pci=10g:0                   | Badly formed pci parameter: expected 1 to 1024 devices \
            of '10g'. Got: 0.
            resources=VCPU:1&pci=10g:many                | Got: many.
            resources=VCPU:1&pci1=:1                     | Badly formed pci1 parameter
            resources=VCPU:1&pci=a=b,10g:1               | Badly formed pci parameter: expected FLAVOR:COUNT
            resources=VCPU:1&pci=10g:1,                  | Badly formed pci parameter
            resources=VCPU:1&pci=10g:1,san=a,san=b       | the attribute 'san' of '10g' is given twice.
            resources=VCPU:1&pci=10g:1,numa_node=x       | expected the number of a cell as numa_node. Got: x.
            resources=VCPU:1&pci_NIC=100g:1              | Invalid PCI flavor in pci_NIC parameter: No PCI flavor \
            named '100g'.
            pci_A=10g:1&pci_B=10g:1                      | The "group_policy" parameter is required
            """)
    void saysWhatIsWrongWithWhichParameter(String query, String message) throws Exception {
        HttpResponse<String> response = client.send("GET", CANDIDATES + query, "");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(response.body()).at("/errors/0/detail").asText())
                .contains(message);
    }

    @Test
    void isNotThereForClientsThatDoNotKnowOfTrees() throws Exception {
        HttpResponse<String> response = client.send("GET", CANDIDATES + "resources=VCPU:1&pci=10g:1", "", "1.28");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("pci asks for PCI devices, which candidates have from version 1.29 on");
        assertThat(client.send("GET", CANDIDATES + "resources=VCPU:1&pci1=10g:1", "", "1.29")
                        .statusCode())
                .isEqualTo(200);
    }

    private static JsonNode find(String query) throws Exception {
        return client.get(CANDIDATES + query, Schemas.REPLY_ALLOCATION_CANDIDATES);
    }

    private static JsonNode only(String query) throws Exception {
        JsonNode candidates = find(query).get("allocation_requests");
        assertThat(candidates).as(query).hasSize(1);
        return candidates.get(0);
    }

    private static HttpResponse<String> claim(JsonNode candidate) throws Exception {
        String fields = ((ObjectNode) candidate).toString();
        return client.put(fields.substring(1, fields.length() - 1));
    }

    private static int held(String provider) throws Exception {
        return MAPPER.readTree(
                        client.send("GET", "/allocations/" + PciClient.VM, "").body())
                .at("/allocations/" + provider + "/resources/CUSTOM_NIC")
                .asInt();
    }
}
