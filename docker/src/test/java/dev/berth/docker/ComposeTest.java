package dev.berth.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Image;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The compose file as it is: Kafka, a registry and Berth in containers, and one claim through all of them. */
@EnabledIf(
        value = "isImageThere",
        disabledReason = "no Docker engine answers on this machine, or it has no image of this version of Berth")
class ComposeTest {
    private static final String PROVIDER = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";
    private static final String CONSUMER = "7d2590ae-fb85-4080-9306-058b4c915e3f";
    private static final int PORT = 8778;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static ComposeContainer compose;
    private static URI base;

    static boolean isImageThere() {
        return DockerClientFactory.instance().isDockerAvailable()
                && DockerClientFactory.instance().client().listImagesCmd().exec().stream()
                        .map(Image::getRepoTags)
                        .filter(Objects::nonNull)
                        .anyMatch(tags -> List.of(tags).contains("berth:" + System.getProperty("berth.version")));
    }

    @BeforeAll
    static void composeUp() {
        compose = new ComposeContainer(new File("compose.yaml"))
                .withExposedService(
                        "berth-1", PORT, Wait.forHttp("/readyz").withStartupTimeout(Duration.ofMinutes(10)));
        compose.start();
        base = URI.create(
                "http://" + compose.getServiceHost("berth-1", PORT) + ":" + compose.getServicePort("berth-1", PORT));
        Runtime.getRuntime().addShutdownHook(new Thread(compose::stop));
    }

    @Test
    void claimsThroughTheContainers() throws Exception {
        assertThat(send("POST", "/resource_providers", "{\"uuid\":\"" + PROVIDER + "\",\"name\":\"cn1\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(
                                "PUT",
                                "/resource_providers/" + PROVIDER + "/inventories",
                                "{\"resource_provider_generation\":0,\"inventories\":{\"VCPU\":{\"total\":8}}}")
                        .statusCode())
                .isEqualTo(200);
        String claim = "{\"allocations\":{\"" + PROVIDER + "\":{\"resources\":{\"VCPU\":4}}},"
                + "\"project_id\":\"p\",\"user_id\":\"u\",\"consumer_generation\":null,\"consumer_type\":\"INSTANCE\"}";
        assertThat(send("PUT", "/allocations/" + CONSUMER, claim).statusCode()).isEqualTo(204);
        assertThat(send("GET", "/resource_providers/" + PROVIDER + "/usages", "")
                        .body())
                .contains("\"VCPU\":4");
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .header("content-type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
