package dev.berth.api.pci;

import static dev.berth.api.pci.TestingHosts.CARD;
import static dev.berth.api.pci.TestingHosts.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PCI devices over HTTP, and that the Placement door and the PCI door see the same. */
class PciRoutesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String VM = "00000000-0000-4000-8000-00000000000a";

    private static BrokerlessServer server;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
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
        assertThat(claim("{\"%s\": {\"resources\": {\"VCPU\": 1}}, \"%s\": {\"resources\": {\"CUSTOM_NIC\": 2}}}"
                                .formatted(HOST, CARD))
                        .statusCode())
                .isEqualTo(204);

        assertThat(addresses("/pci/devices?consumer=" + VM)).containsExactly("0000:81:00.1", "0000:81:00.2");
        assertThat(addresses("/pci/devices?state=available&provider=" + CARD)).containsExactly("0000:81:00.3");
        assertThat(addresses("/pci/devices?state=available&provider=" + HOST))
                .containsExactly("0000:81:00.3", "0000:82:00.1");
        JsonNode device = get("/pci/devices?consumer=" + VM, Schemas.REPLY_PCI_DEVICES)
                .get("devices")
                .get(0);
        assertThat(device.get("state").asText()).isEqualTo("claimed");
        assertThat(device.get("tags").get("speed").asText()).isEqualTo("10g");
        assertThat(device.get("parent_addr").asText()).isEqualTo("0000:81:00.0");
    }

    @Test
    void groupsFreeDevicesByTheSummaryKeyAndByTheFullOne() throws Exception {
        claim("{\"%s\": {\"resources\": {\"CUSTOM_NIC\": 2}}}".formatted(CARD));

        assertThat(get("/pci/pools", Schemas.REPLY_PCI_POOLS)).isEqualTo(MAPPER.readTree("""
                        {"pools": [
                          {"provider": "%1$s", "vendor_id": "8086", "product_id": "10ed", "numa_node": null, "count": 1},
                          {"provider": "%1$s", "vendor_id": "8086", "product_id": "10ed", "numa_node": 1, "count": 1}]}
                        """.formatted(HOST)));
        JsonNode full = get("/pci/pools?key=full&provider=" + CARD, Schemas.REPLY_PCI_POOLS)
                .get("pools");
        assertThat(full).hasSize(1);
        assertThat(full.get(0).get("resource_provider").asText()).isEqualTo(CARD.toString());
        assertThat(full.get(0).get("tags").get("speed").asText()).isEqualTo("10g");
    }

    @Test
    void refusesQueriesThatItDoesNotUnderstand() throws Exception {
        assertThat(send(HttpRequest.newBuilder(), "/pci/devices?state=free").statusCode())
                .isEqualTo(400);
        assertThat(send(HttpRequest.newBuilder(), "/pci/pools?key=all").statusCode())
                .isEqualTo(400);
        assertThat(addresses("/pci/devices?provider=" + VM)).isEmpty();
    }

    @Test
    void claimsDevicesByFlavorAndNamesTheirAddresses() throws Exception {
        HttpResponse<String> made =
                send("POST", "/pci/flavors", "{\"name\": \"10g\", \"match\": [{\"speed\": \"10g\"}]}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

        HttpResponse<String> claimed = claim(
                "{\"%s\": {\"resources\": {\"VCPU\": 1}}}".formatted(HOST),
                ", \"pci\": [{\"flavor\": \"10g\", \"count\": 2, \"extra\": {\"numa_node\": 0}}]");
        assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(claimed.body());
        assertThat(Schemas.REPLY_ALLOCATIONS_PCI.misfit(body)).isEmpty();
        assertThat(body.at("/pci/0/addresses").toString()).isEqualTo("[\"0000:81:00.1\",\"0000:81:00.2\"]");
        JsonNode held = MAPPER.readTree(
                send(HttpRequest.newBuilder(), "/allocations/" + VM).body());
        assertThat(held.at("/allocations/" + CARD + "/resources/CUSTOM_NIC").asInt())
                .isEqualTo(2);

        assertThat(send("DELETE", "/pci/flavors/10g", "").statusCode()).isEqualTo(204);
        assertThat(addresses("/pci/devices?consumer=" + VM)).hasSize(2);
        assertThat(send("DELETE", "/allocations/" + VM, "").statusCode()).isEqualTo(204);
        assertThat(addresses("/pci/devices?state=available")).hasSize(4);
    }

    @Test
    void refusesAClaimOfDevicesAsAWhole() throws Exception {
        String cpu = "{\"%s\": {\"resources\": {\"VCPU\": 1}}}".formatted(HOST);
        assertThat(claim(cpu, ", \"pci\": [{\"flavor\": \"25g\", \"count\": 1}]")
                        .statusCode())
                .isEqualTo(400);
        assertThat(claim(cpu, ", \"pci\": [{\"spec\": [{\"speed\": \"10g\"}], \"count\": 5}]")
                        .statusCode())
                .isEqualTo(409);
        assertThat(claim(cpu, ", \"pci\": [{\"count\": 1}]").statusCode()).isEqualTo(400);
        assertThat(claim(cpu, ", \"pci\": [], \"other\": 1").statusCode()).isEqualTo(400);
        assertThat(addresses("/pci/devices?consumer=" + VM)).isEmpty();
    }

    @Test
    void keepsFlavorsWithGenerations() throws Exception {
        String match = "\"match\": [{\"vendor_id\": \"8086\"}, {\"trusted\": true, \"san\": null}]";
        assertThat(send("POST", "/pci/flavors", "{\"name\": \"f\", " + match + "}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("POST", "/pci/flavors", "{\"name\": \"f\", " + match + "}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(send("PUT", "/pci/flavors/f", "{\"generation\": 0, \"numa_policy\": \"required\", " + match + "}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/pci/flavors/f", "{\"generation\": 0, " + match + "}")
                        .statusCode())
                .isEqualTo(409);
        JsonNode flavor = get("/pci/flavors/f", Schemas.REPLY_PCI_FLAVOR);
        assertThat(flavor.get("generation").asInt()).isEqualTo(1);
        assertThat(flavor.at("/match/1").toString()).isEqualTo("{\"san\":null,\"trusted\":true}");
        assertThat(get("/pci/flavors", Schemas.REPLY_PCI_FLAVORS).get("flavors"))
                .containsExactly(flavor);
        assertThat(send("PUT", "/pci/flavors/g", "{\"generation\": 0, " + match + "}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("DELETE", "/pci/flavors/g", "").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json"),
                path);
    }

    private static HttpResponse<String> claim(String allocations) throws IOException, InterruptedException {
        return claim(allocations, "");
    }

    private static HttpResponse<String> claim(String allocations, String more)
            throws IOException, InterruptedException {
        String body =
                "{\"allocations\": %s, \"project_id\": \"p\", \"user_id\": \"u\", \"consumer_generation\": null, \"consumer_type\": \"INSTANCE\"%s}"
                        .formatted(allocations, more);
        return send(
                HttpRequest.newBuilder()
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json"),
                "/allocations/" + VM);
    }

    private static List<String> addresses(String path) throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        get(path, Schemas.REPLY_PCI_DEVICES)
                .get("devices")
                .forEach(device -> addresses.add(device.get("address").asText()));
        return addresses;
    }

    private static JsonNode get(String path, SchemaFile form) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(), path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(form.misfit(body)).isEmpty();
        return body;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(
                request.uri(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
