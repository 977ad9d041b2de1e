package dev.berth.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Route;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is refused at every route alike, before any of them looks at it. */
final class RefusedRequestsTest {
    private static final BrokerlessServer SERVER = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void refusesParametersThatARouteOfBerthsDoesNotHave() throws Exception {
        for (Route route : SERVER.routes()) {
            if (route.policy().startsWith("berth:")) {
                SampleRequest sample = SampleRequest.of(route);
                String and = sample.path().contains("?") ? "&" : "?";
                HttpResponse<String> answer = send(sample, sample.path() + and + "nonsense=1", Optional.empty());
                assertThat(answer.statusCode())
                        .as("%s: %s", route, answer.body())
                        .isEqualTo(400);
                assertThat(answer.body()).as(route.toString()).contains("nonsense");
            }
        }
    }

    @Test
    void ignoresThemWherePlacementDoesAndWhereProbesAsk() throws Exception {
        for (String path : new String[] {"/resource_classes", "/traits/CUSTOM_X", "/", "/livez", "/readyz"}) {
            SampleRequest request = new SampleRequest("GET", path, Optional.empty());
            assertThat(send(request, path + "?nonsense=1", Optional.empty()).statusCode())
                    .isEqualTo(send(request, path, Optional.empty()).statusCode())
                    .isNotEqualTo(400);
        }
    }

    @Test
    void refusesABodyThatIsCompressed() throws Exception {
        for (Route route : SERVER.routes()) {
            SampleRequest sample = SampleRequest.of(route);
            if (sample.body().isPresent()) {
                HttpResponse<String> answer = send(sample, sample.path(), Optional.of("gzip"));
                assertThat(answer.statusCode())
                        .as("%s: %s", route, answer.body())
                        .isEqualTo(415);
                assertThat(answer.body()).contains("The content coding gzip is not supported");
                assertThat(answer.headers().firstValue("accept-encoding")).hasValue("identity");
                assertThat(send(sample, sample.path(), Optional.of("Identity")).statusCode())
                        .isNotEqualTo(415);
            }
        }
    }

    private HttpResponse<String> send(SampleRequest sample, String path, Optional<String> coding) throws Exception {
        BodyPublisher body = sample.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
                .method(sample.method(), body)
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39");
        sample.body().ifPresent(any -> request.header("content-type", "application/json"));
        coding.ifPresent(name -> request.header("content-encoding", name));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
