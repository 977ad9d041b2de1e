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

    private static HttpResponse<String> claim(String allocations) throws IOException, InterruptedException {
        String body =
                "{\"allocations\": %s, \"project_id\": \"p\", \"user_id\": \"u\", \"consumer_generation\": null, \"consumer_type\": \"INSTANCE\"}"
                        .formatted(allocations);
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
