package dev.berth.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPagesTest {
    private static final BrokerlessServer SERVER = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hosts", "/fleet"})
    void takesAMarkerInEachFormOfAUuidThatPlacementTakes(String path) throws Exception {
        for (String marker : new String[] {
            "35791f28-0000-0000-0000-000000000000",
            "35791F28000000000000000000000000",
            "urn:uuid:35791f28-0000-0000-0000-000000000000",
            "%7B35791f28-0000-0000-0000-000000000000%7D"
        }) {
            assertThat(send(path + "?marker=" + marker).statusCode()).as(marker).isEqualTo(200);
        }
        assertThat(send(path + "?marker=35791f28").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> send(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
