package dev.berth.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.policy.Policy;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may make a region, and who learns why not. */
class NewRegionsTest {
    private static final RegionPattern LISTED = new RegionPattern("east");
    private static final RegionPattern TESTS = new RegionPattern("test-*");

    private final HttpClient client = HttpClient.newHttpClient();
    private BrokerlessServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Policy policy, int max) {
        server =
                new BrokerlessServer(ApiConfig.on("127.0.0.1", 0), new NewRegions(LISTED.or(TESTS), () -> policy, max));
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private int write(String region) throws IOException, InterruptedException {
        return send("PUT", "/regions/" + region + "/traits/CUSTOM_RED").statusCode();
    }

    @Test
    void makesThoseThatAreListedAndTheDefaultOne() throws IOException, InterruptedException {
        start(Policy.DEFAULT, 100);

        assertThat(write("east")).isEqualTo(201);
        assertThat(write("test-1")).isEqualTo(201);
        assertThat(write("default")).isEqualTo(201);
        assertThat(write("east")).isEqualTo(204);
    }

    @Test
    void saysWhatToDoAboutOneThatIsNotThere() throws IOException, InterruptedException {
        start(Policy.DEFAULT, 100);

        HttpResponse<String> response = send("PUT", "/regions/west/traits/CUSTOM_RED");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("no region west", "berth:regions:create", "--regions");
        assertThat(write("eastern")).isEqualTo(404);
        assertThat(send("GET", "/audit/regions").body()).doesNotContain("west").doesNotContain("eastern");
    }

    @Test
    void makesNoneByReading() throws IOException, InterruptedException {
        start(Policy.OPEN, 100);

        assertThat(send("GET", "/regions/west/resource_providers").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/regions/west/allocation_candidates?resources=VCPU:1")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/audit/regions").body()).doesNotContain("west");
    }

    @Test
    void makesNoMoreThanTheLimitButThoseThatAreListed() throws IOException, InterruptedException {
        start(Policy.OPEN, 2);

        assertThat(write("a")).isEqualTo(201);
        assertThat(write("b")).isEqualTo(201);
        HttpResponse<String> third = send("PUT", "/regions/c/traits/CUSTOM_RED");
        assertThat(third.statusCode()).isEqualTo(403);
        assertThat(third.body()).contains("keeps 2 regions", "--regions-max");
        assertThat(write("b")).as("those that are there go on").isEqualTo(204);
        assertThat(write("east")).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "a**", "*a", "a/*", "%2e"})
    void refusesWhatIsNeitherANameNorABeginning(String text) {
        start(Policy.DEFAULT, 1);

        assertThatThrownBy(() -> new RegionPattern(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expected a region's name, 1 to 63 letters");
        assertThat(new RegionPattern("*").test(new Region("any"))).isTrue();
    }
}
