package dev.berth.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.projector.Health;
import dev.berth.projector.PartitionHealth;
import dev.berth.projector.PartitionHealth.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Health health = Health.GOOD;
    private volatile Optional<String> fault = Optional.empty();
    private HttpApi api;

    @BeforeEach
    void start() {
        api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        new HealthRoutes(new DirectCommandLog(() -> 0), () -> health, List.of(() -> fault))
                                .addTo(List.of()),
                        (region, position) -> CompletableFuture.completedFuture(null),
                        new SimpleMeterRegistry())
                .start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void isReadyWhereEveryPartitionIsServedHereOrElsewhere() throws Exception {
        health = of(State.SERVED, State.STANDBY, State.ELSEWHERE);

        HttpResponse<String> ready = get("/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .startsWith(
                        "{\"status\":\"ready\",\"reasons\":[],\"partitions\":[{\"partition\":0,\"state\":\"served\","
                                + "\"at\":1,\"of\":2,\"reason\":\"so\"}");
    }

    @Test
    void isReadyWherePartOfTheLogIsUnownedAndNotWhereAllOfItIs() throws Exception {
        health = of(State.UNOWNED, State.ELSEWHERE);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        health = of(State.UNOWNED, State.UNOWNED);
        HttpResponse<String> notReady = get("/readyz");
        assertThat(notReady.statusCode()).isEqualTo(503);
        assertThat(notReady.body()).contains("Partition 0: unowned", "Partition 1: unowned");
    }

    @Test
    void isNotReadyWhereOnePartitionIsInAnyOtherStateAndNamesIt() throws Exception {
        for (State state : State.values()) {
            if (!state.isReady()) {
                health = of(State.SERVED, state);
                HttpResponse<String> notReady = get("/readyz");
                assertThat(notReady.statusCode()).as(state.toString()).isEqualTo(503);
                assertThat(notReady.body())
                        .startsWith(
                                "{\"status\":\"not ready\",\"reasons\":[\"Partition 1: " + state + " at 1 of 2: so\"]");
                assertThat(get("/livez").statusCode()).as(state.toString()).isEqualTo(200);
            }
        }
    }

    @Test
    void isNotReadyForWhatOthersHaveFoundAndNeedsNoRestartForIt() throws Exception {
        fault = Optional.of("The disk is nearly full.");

        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("\"reasons\":[\"The disk is nearly full.\"]");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void asksForARestartOnlyWhereItIsPastHelp() throws Exception {
        health = new Health(Optional.of("Kafka Streams has ended by itself."), List.of(), List.of());

        HttpResponse<String> dead = get("/livez");
        assertThat(dead.statusCode()).isEqualTo(503);
        assertThat(dead.body())
                .isEqualTo("{\"status\":\"past help\",\"reason\":\"Kafka Streams has ended by itself.\"}");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    private static Health of(State... states) {
        int[] partition = {0};
        return new Health(
                Optional.empty(),
                List.of(),
                Stream.of(states)
                        .map(state -> new PartitionHealth(
                                partition[0]++, state, OptionalLong.of(1), OptionalLong.of(2), Optional.of("so")))
                        .toList());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }
}
