package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, under each policy. */
class AccessPolicyTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({
        "DEFAULT, admin, '', GET, /resource_providers, 200",
        "DEFAULT, admin, '', PUT, /traits/CUSTOM_RED, 201",
        "DEFAULT, reader, all, GET, /resource_providers, 200",
        "DEFAULT, reader, all, PUT, /traits/CUSTOM_RED, 403",
        "DEFAULT, reader, '', GET, /resource_providers, 403",
        "DEFAULT, reader, '', GET, /usages?project_id=theirs, 403",
        "LEGACY, admin, '', GET, /resource_providers, 200",
        "LEGACY, admin, all, GET, /resource_providers, 403",
        "LEGACY, reader, '', GET, /resource_providers, 403",
        "SECURE, admin, '', PUT, /traits/CUSTOM_RED, 201",
        "SECURE, service, '', PUT, /traits/CUSTOM_RED, 201",
        "SECURE, reader, '', GET, /resource_providers, 403",
        "SECURE, reader, '', GET, /usages?project_id=theirs, 200",
        "SECURE, reader, '', GET, /usages?project_id=others, 403",
        "SECURE, admin, all, GET, /resource_providers, 403",
        "OPEN, member, '', PUT, /traits/CUSTOM_RED, 201",
    })
    void permitsWhatThePolicySays(
            AccessPolicy policy, String role, String systemScope, String method, String path, int status)
            throws IOException, InterruptedException {
        try (BrokerlessServer server =
                new BrokerlessServer(ApiConfig.on("127.0.0.1", 0).withPolicy(policy))) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("x-auth-token", "somebody:theirs")
                    .header("x-roles", role)
                    .header("openstack-api-version", "placement 1.39");
            if (!systemScope.isEmpty()) {
                request.header("openstack-system-scope", systemScope);
            }

            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            if (status == 403) {
                assertThat(response.body()).contains("Policy does not allow placement:");
            }
        }
    }
}
