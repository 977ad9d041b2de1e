package dev.berth.api.pci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a server in the newest version of the API, as an administrator. */
final class PciClient {
    static final String VM = "00000000-0000-4000-8000-00000000000a";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;
    private final Optional<String> key;

    PciClient(int port) {
        this(port, Optional.empty());
    }

    private PciClient(int port, Optional<String> key) {
        this.port = port;
        this.key = key;
    }

    /** The same client, who sends every request with an idempotency key. */
    PciClient withKey(String idempotencyKey) {
        return new PciClient(port, Optional.of(idempotencyKey));
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, "1.39");
    }

    HttpResponse<String> send(String method, String path, String body, String version)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement " + version);
        key.ifPresent(text -> request.header("Idempotency-Key", text));
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What is at the path, which has the form. */
    JsonNode get(String path, SchemaFile form) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(form.violation(body)).isEmpty();
        return body;
    }

    HttpResponse<String> claim(String allocations) throws IOException, InterruptedException {
        return claim(allocations, "");
    }

    /** A claim of a new consumer, with more fields. */
    HttpResponse<String> claim(String allocations, String more) throws IOException, InterruptedException {
        return put("\"allocations\": " + allocations + more);
    }

    /** A claim of a new consumer with these fields beside its owner. */
    HttpResponse<String> put(String fields) throws IOException, InterruptedException {
        return send(
                "PUT",
                "/allocations/" + VM,
                "{" + fields + ", \"project_id\": \"p\", \"user_id\": \"u\", \"consumer_generation\": null,"
                        + " \"consumer_type\": \"INSTANCE\"}");
    }

    /** The addresses of the devices that a query finds. */
    List<String> addresses(String path) throws IOException, InterruptedException {
        List<String> addresses = new ArrayList<>();
        get(path, Schemas.REPLY_PCI_DEVICES)
                .get("devices")
                .forEach(device -> addresses.add(device.get("address").asText()));
        return addresses;
    }
}
