package dev.berth.api.pci;

import static dev.berth.api.pci.TestingHosts.CARD;
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

/** PCI devices over HTTP, and that the Placement door and the PCI door see the same. */
class PciRoutesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

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
        assertThat(server.decide(Region.DEFAULT, TestingHosts.report())
                        .outcome()
                        .refusal())
                .isEmpty();
    }

    @Test
    void showsTheDevicesThatAPlacementClientHasClaimedByAmount() throws Exception {
        assertThat(client.claim("{\"%s\": {\"resources\": {\"VCPU\": 1}}, \"%s\": {\"resources\": {\"CUSTOM_NIC\": 2}}}"
                                .formatted(HOST, CARD))
                        .statusCode())
                .isEqualTo(204);

        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM))
                .containsExactly("0000:81:00.1", "0000:81:00.2");
        assertThat(client.addresses("/pci/devices?state=available&provider=" + CARD))
                .containsExactly("0000:81:00.3");
        assertThat(client.addresses("/pci/devices?state=available&provider=" + HOST))
                .containsExactly("0000:81:00.3", "0000:82:00.1");
        JsonNode device = client.get("/pci/devices?consumer=" + PciClient.VM, Schemas.REPLY_PCI_DEVICES)
                .get("devices")
                .get(0);
        assertThat(device.get("state").asText()).isEqualTo("claimed");
        assertThat(device.get("tags").get("speed").asText()).isEqualTo("10g");
        assertThat(device.get("parent_addr").asText()).isEqualTo("0000:81:00.0");
    }

    @Test
    void groupsFreeDevicesByTheSummaryKeyAndByTheFullOne() throws Exception {
        client.claim("{\"%s\": {\"resources\": {\"CUSTOM_NIC\": 2}}}".formatted(CARD));

        assertThat(client.get("/pci/pools", Schemas.REPLY_PCI_POOLS)).isEqualTo(MAPPER.readTree("""
                        {"pools": [
                          {"provider": "%1$s", "vendor_id": "8086", "product_id": "10ed", "numa_node": null, \
                          "count": 1},
                          {"provider": "%1$s", "vendor_id": "8086", "product_id": "10ed", "numa_node": 1, "count": 1}]}
                        """.formatted(HOST)));
        JsonNode full = client.get("/pci/pools?key=full&provider=" + CARD, Schemas.REPLY_PCI_POOLS)
                .get("pools");
        assertThat(full).hasSize(1);
        assertThat(full.get(0).get("resource_provider").asText()).isEqualTo(CARD.toString());
        assertThat(full.get(0).get("tags").get("speed").asText()).isEqualTo("10g");
    }

    @Test
    void tellsThePoolsAnewAfterEveryChange() throws Exception {
        JsonNode idle = client.get("/pci/pools?key=full", Schemas.REPLY_PCI_POOLS);
        assertThat(client.get("/pci/pools?key=full", Schemas.REPLY_PCI_POOLS)).isEqualTo(idle);
        client.claim("{\"%s\": {\"resources\": {\"CUSTOM_NIC\": 3}}}".formatted(CARD));
        assertThat(client.get("/pci/pools?key=full", Schemas.REPLY_PCI_POOLS).get("pools"))
                .hasSize(1);
        client.send("DELETE", "/allocations/" + PciClient.VM, "");
        assertThat(client.get("/pci/pools?key=full", Schemas.REPLY_PCI_POOLS)).isEqualTo(idle);
        server.reset();
        assertThat(client.get("/pci/pools", Schemas.REPLY_PCI_POOLS).get("pools"))
                .isEmpty();
    }

    @Test
    void refusesQueriesThatItDoesNotUnderstand() throws Exception {
        assertThat(client.send("GET", "/pci/devices?state=free", "").statusCode())
                .isEqualTo(400);
        assertThat(client.send("GET", "/pci/pools?key=all", "").statusCode()).isEqualTo(400);
        assertThat(client.addresses("/pci/devices?provider=" + PciClient.VM)).isEmpty();
    }

    @Test
    void claimsDevicesByFlavorAndNamesTheirAddresses() throws Exception {
        HttpResponse<String> made =
                client.send("POST", "/pci/flavors", "{\"name\": \"10g\", \"match\": [{\"speed\": \"10g\"}]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

        HttpResponse<String> claimed = client.claim(
                "{\"%s\": {\"resources\": {\"VCPU\": 1}}}".formatted(HOST),
                ", \"pci\": [{\"flavor\": \"10g\", \"count\": 2, \"extra\": {\"numa_node\": 0}}]");
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(claimed.body());
        assertThat(Schemas.REPLY_ALLOCATIONS_PCI.violation(body)).isEmpty();
        assertThat(body.at("/pci/0/addresses").toString()).isEqualTo("[\"0000:81:00.1\",\"0000:81:00.2\"]");
        JsonNode held = MAPPER.readTree(
                client.send("GET", "/allocations/" + PciClient.VM, "").body());
        assertThat(held.at("/allocations/" + CARD + "/resources/CUSTOM_NIC").asInt())
                .isEqualTo(2);

        assertThat(client.send("DELETE", "/pci/flavors/10g", "").statusCode()).isEqualTo(204);
        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM)).hasSize(2);
        assertThat(client.send("DELETE", "/allocations/" + PciClient.VM, "").statusCode())
                .isEqualTo(204);
        assertThat(client.addresses("/pci/devices?state=available")).hasSize(4);
    }

    @Test
    void refusesAClaimOfDevicesAsAWhole() throws Exception {
        String cpu = "{\"%s\": {\"resources\": {\"VCPU\": 1}}}".formatted(HOST);
        assertThat(client.claim(cpu, ", \"pci\": [{\"flavor\": \"25g\", \"count\": 1}]")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.claim(cpu, ", \"pci\": [{\"spec\": [{\"speed\": \"10g\"}], \"count\": 5}]")
                        .statusCode())
                .isEqualTo(409);
        assertThat(client.claim(cpu, ", \"pci\": [{\"count\": 1}]").statusCode())
                .isEqualTo(400);
        assertThat(client.claim(cpu, ", \"pci\": [], \"other\": 1").statusCode())
                .isEqualTo(400);
        assertThat(client.addresses("/pci/devices?consumer=" + PciClient.VM)).isEmpty();
    }

    @Test
    void keepsFlavorsWithGenerations() throws Exception {
        String match = "\"match\": [{\"vendor_id\": \"8086\"}, {\"trusted\": true, \"san\": null}]";
        assertThat(client.send("POST", "/pci/flavors", "{\"name\": \"f\", " + match + "}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(client.send("POST", "/pci/flavors", "{\"name\": \"f\", " + match + "}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(client.send(
                                "PUT",
                                "/pci/flavors/f",
                                "{\"generation\": 0, \"numa_policy\": \"required\", " + match + "}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.send("PUT", "/pci/flavors/f", "{\"generation\": 0, " + match + "}")
                        .statusCode())
                .isEqualTo(409);
        JsonNode flavor = client.get("/pci/flavors/f", Schemas.REPLY_PCI_FLAVOR);
        assertThat(flavor.get("generation").asInt()).isEqualTo(1);
        assertThat(flavor.at("/match/1").toString()).isEqualTo("{\"san\":null,\"trusted\":true}");
        assertThat(client.get("/pci/flavors", Schemas.REPLY_PCI_FLAVORS).get("flavors"))
                .containsExactly(flavor);
        assertThat(client.send("PUT", "/pci/flavors/g", "{\"generation\": 0, " + match + "}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.send("DELETE", "/pci/flavors/g", "").statusCode()).isEqualTo(404);
    }
}
