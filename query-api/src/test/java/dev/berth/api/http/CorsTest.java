package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which other origins a browser may call from. */
class CorsTest {
    private static final String ORIGIN = "https://dashboard.example.com";
    private static final String PERMITTED = "access-control-allow-origin";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void permitsTheOriginsThatAreConfigured() throws IOException, InterruptedException {
        try (BrokerlessServer server = withOrigin()) {
            HttpResponse<String> response = send(server, "GET", "origin", ORIGIN);

            assertThat(response.statusCode()).isEqualTo(200);
            // A browser takes a header that comes twice for a value that is none.
            assertThat(response.headers().allValues(PERMITTED)).containsExactly(ORIGIN);
            assertThat(response.headers().allValues("access-control-expose-headers"))
                    .containsExactly("x-openstack-request-id,openstack-api-version,x-berth-position,x-berth-dry-run,"
                            + "x-berth-as-of,x-berth-times-went-back,x-berth-staleness,x-berth-answered-by,"
                            + "x-berth-error");
            assertThat(response.headers().allValues("vary")).contains("Origin");
        }
    }

    @Test
    void tellsOtherOriginsNothing() throws IOException, InterruptedException {
        try (BrokerlessServer server = withOrigin()) {
            HttpResponse<String> response = send(server, "GET", "origin", "https://elsewhere.example.com");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue(PERMITTED)).isEmpty();
        }
    }

    @Test
    void answersPreflightsWithoutAToken() throws IOException, InterruptedException {
        try (BrokerlessServer server = withOrigin()) {
            HttpResponse<String> permitted = preflight(server, "PUT", "openstack-api-version, X-Auth-Token");
            assertThat(permitted.statusCode()).isEqualTo(200);
            assertThat(permitted.headers().allValues(PERMITTED)).containsExactly(ORIGIN);
            assertThat(permitted.headers().firstValue("access-control-allow-methods"))
                    .contains("PUT");
            assertThat(permitted.headers().firstValue("access-control-allow-headers"))
                    .contains("openstack-api-version,X-Auth-Token");

            assertThat(preflight(server, "PATCH", "x-auth-token").headers().firstValue(PERMITTED))
                    .isEmpty();
            assertThat(preflight(server, "PUT", "x-shine").headers().firstValue(PERMITTED))
                    .isEmpty();
        }
    }

    @Test
    void knowsNothingOfOriginsWhereNoneIsConfigured() throws IOException, InterruptedException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            assertThat(send(server, "GET", "origin", ORIGIN).headers().firstValue(PERMITTED))
                    .isEmpty();
            assertThat(preflight(server, "PUT", "x-auth-token").statusCode()).isEqualTo(401);
        }
    }

    private static BrokerlessServer withOrigin() {
        Cors cors = Cors.of(List.of(ORIGIN), List.of("openstack-api-version", "x-auth-token"));
        return new BrokerlessServer(ApiConfig.on("127.0.0.1", 0).withCors(cors));
    }

    private HttpResponse<String> preflight(BrokerlessServer server, String method, String headers)
            throws IOException, InterruptedException {
        return client.send(
                request(server)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .header("origin", ORIGIN)
                        .header("access-control-request-method", method)
                        .header("access-control-request-headers", headers)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(BrokerlessServer server, String method, String header, String value)
            throws IOException, InterruptedException {
        return client.send(
                request(server)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("x-auth-token", "admin")
                        .header(header, value)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(BrokerlessServer server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/resource_providers"));
    }
}
