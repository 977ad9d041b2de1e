package dev.berth.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.report.ReportDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPagesTest {
    private static final BrokerlessServer SERVER = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ProviderId FIRST = ProviderId.of("35791f28-0000-0000-0000-000000000000");
    private static final ProviderId SECOND = ProviderId.of("45791f28-0000-0000-0000-000000000000");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeAll
    static void reportTwoHosts() throws Exception {
        for (ProviderId host : List.of(FIRST, SECOND)) {
            ReportHost report = new ReportHost(
                    new CommandId(UUID.randomUUID()),
                    host,
                    ImmutableList.of(new ReportedProvider(
                            host,
                            host.toString(),
                            Optional.empty(),
                            ImmutableSortedMap.of(),
                            ImmutableSortedSet.of())));
            String document = MAPPER.writeValueAsString(ReportDocument.of(report));
            assertThat(send("/hosts/" + host + "/report", HttpRequest.BodyPublishers.ofString(document))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hosts", "/fleet"})
    void beginsBehindAMarkerInEachFormOfAUuidThatPlacementTakes(String path) throws Exception {
        assertThat(get(path).body()).contains(FIRST.toString(), SECOND.toString());
        for (String marker : new String[] {
            "35791f28-0000-0000-0000-000000000000",
            "35791F28000000000000000000000000",
            "urn:uuid:35791f28-0000-0000-0000-000000000000",
            "%7B35791f28-0000-0000-0000-000000000000%7D"
        }) {
            assertThat(get(path + "?marker=" + marker).body())
                    .as(marker)
                    .contains(SECOND.toString())
                    .doesNotContain(FIRST.toString());
        }
        assertThat(get(path + "?marker=35791f28").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(String path, HttpRequest.BodyPublisher body) throws Exception {
        return CLIENT.send(
                request(path)
                        .POST(body)
                        .header("content-type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39");
    }
}
