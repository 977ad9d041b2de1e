package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer that is an error names it, in every version and form. */
class ErrorNamesTest {
    private static final String ERROR = "x-berth-error";
    private static final UUID PROVIDER = new UUID(1, 1);

    private final BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void namesTheRefusalOfACommandWhateverPlacementCallsIt() throws Exception {
        String body = "{\"name\": \"cn1\", \"uuid\": \"" + PROVIDER + "\"}";
        assertThat(send("POST", "/resource_providers", body, "1.0", "application/json")
                        .headers()
                        .firstValue(ERROR))
                .isEmpty();
        for (String version : new String[] {"1.0", "1.39"}) {
            HttpResponse<String> twice = send("POST", "/resource_providers", body, version, "application/json");
            assertThat(twice.statusCode()).isEqualTo(409);
            assertThat(twice.headers().firstValue(ERROR))
                    .hasValueSatisfying(name -> assertThat(name).startsWith("DUPLICATE_PROVIDER_"));
        }
        HttpResponse<String> page = send("POST", "/resource_providers", body, "1.39", "text/html");
        assertThat(page.body()).contains("<html>");
        assertThat(page.headers().firstValue(ERROR)).isPresent();
    }

    @Test
    void namesACodeOfItsOwnAndElseTheStatus() throws Exception {
        assertThat(send("GET", "/resource_providers?as_of=nonsense", "", "1.39", "application/json")
                        .headers()
                        .firstValue(ERROR))
                .hasValue("berth.as_of.malformed");
        assertThat(send("GET", "/nowhere", "", "1.39", "application/json")
                        .headers()
                        .firstValue(ERROR))
                .hasValue("http.404");
        assertThat(send("GET", "/resource_providers?name=", "", "2.0", "application/json")
                        .headers()
                        .firstValue(ERROR))
                .hasValueSatisfying(name -> assertThat(name).matches("http\\.40[06]"));
    }

    @Test
    void namesAlsoWhatIsNoRequest() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("GET\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).contains(ERROR + ": http.400");
        }
    }

    private HttpResponse<String> send(String method, String path, String body, String version, String accept)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("x-auth-token", "admin")
                .header("content-type", "application/json")
                .header("accept", accept)
                .header("openstack-api-version", "placement " + version)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
