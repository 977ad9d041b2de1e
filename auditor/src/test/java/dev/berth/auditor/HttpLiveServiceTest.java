package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.sun.net.httpserver.HttpServer;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpLiveServiceTest {
    private final List<String> tokens = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            tokens.add(exchange.getRequestHeaders().getFirst("X-Auth-Token"));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private HttpLiveService service() {
        return new HttpLiveService(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                Optional.of("admin"),
                Duration.ofMillis(200));
    }

    @Test
    void readsRegionsAndDigests() {
        answer("/audit/regions", 200, "{\"regions\": [\"west\", \"east\"], \"partitions\": []}");
        answer(
                "/regions/east/audit/digest",
                200,
                "{\"region\": \"east\", \"position\": {\"partition\": 1, \"offset\": 9}, \"decided\": 8, "
                        + "\"digest\": {\"whole\": \"ff\", \"sections\": {\"RULES\": \"00\", \"USAGE\": \"01\"}}, "
                        + "\"stopped\": {\"offset\": 10, \"reason\": \"no command\"}}");
        answer(
                "/regions/west/audit/digest",
                200,
                "{\"decided\": 0, \"digest\": {\"sections\": {}}, \"stopped\": null}");
        assertThat(service().regions()).containsExactly(new Region("east"), new Region("west"));
        assertThat(service().state(new Region("east")))
                .isEqualTo(new LiveState(8, ImmutableSortedMap.of("RULES", "00", "USAGE", "01"), OptionalLong.of(10)));
        assertThat(service().state(new Region("west")))
                .isEqualTo(new LiveState(0, ImmutableSortedMap.of(), OptionalLong.empty()));
        assertThat(tokens).hasSize(3).containsOnly("admin");
    }

    @Test
    void asksEachInstanceThatIsNamedForItsStoresOnce() {
        String self = "127.0.0.1:" + server.getAddress().getPort();
        answer(
                "/audit/stores",
                200,
                "{\"instance\": \"a\", \"address\": \"" + self + "\", \"instances\": [\"" + self
                        + "\", \"127.0.0.1:1\"], \"partitions\": [{\"partition\": 2, \"role\": \"standby\", "
                        + "\"topic_id\": \""
                        + new Uuid(1, 1)
                        + "\", \"offset\": 9, \"sha256\": \"ff\", \"doubts\": [\"torn\"], \"regions\": "
                        + "[{\"region\": \"east\", \"decided\": 8, \"digest\": {\"sections\": {\"RULES\": \"00\"}}, "
                        + "\"stopped\": null}]}]}");
        LiveStores stores = service().stores();
        assertThat(stores.copies())
                .containsExactly(new StoreCopy(
                        "a",
                        2,
                        "standby",
                        Optional.of(new LogMark(new Uuid(1, 1), 9, "ff")),
                        ImmutableList.of("torn"),
                        ImmutableSortedMap.of(
                                new Region("east"),
                                new LiveState(8, ImmutableSortedMap.of("RULES", "00"), OptionalLong.empty()))));
        assertThat(stores.unreached().keySet()).containsExactly("127.0.0.1:1");
        assertThat(tokens).as("asked once").hasSize(1);
    }

    @Test
    void waitsForARegionThatMovesToAnotherInstance() {
        AtomicInteger asked = new AtomicInteger();
        server.createContext("/audit/regions", exchange -> {
            byte[] bytes = "{\"regions\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        assertThat(service().regions()).isEmpty();
        assertThat(asked).hasValue(3);
    }

    @Test
    void saysWhatItWasAnsweredInstead() {
        answer("/audit/regions", 503, "not yet");
        assertThatThrownBy(service()::regions)
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("expected 200 from")
                .hasMessageContaining("503: not yet");
        answer("/regions/c/audit/digest", 404, """
                {"errors": [{"status": 404, "detail": "Not to be found.\\n\\n There is no region c.  "}]}""");
        assertThatThrownBy(() -> service().state(new Region("c")))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageEndingWith("404: Not to be found. There is no region c.");
        answer("/regions/a/audit/digest", 200, "<html>");
        assertThatThrownBy(() -> service().state(new Region("a")))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("expected JSON");
        answer("/regions/b/audit/digest", 200, "{}");
        assertThatThrownBy(() -> service().state(new Region("b")))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("expected the field digest");
    }

    @Test
    void readsWhatTheServiceTookLastOfEachPartition() {
        answer(
                "/audit/regions",
                200,
                "{\"regions\": [], \"partitions\": [{\"partition\": 0}, {\"partition\": 1,"
                        + " \"topic_id\": \"AAAAAAAAAAEAAAAAAAAAAg\", \"offset\": 41, \"sha256\": \"ab\","
                        + " \"fault\": \"broken\"}]}");

        assertThat(service().partitions())
                .containsExactly(
                        new LivePartition(0, Optional.empty(), Optional.empty()),
                        new LivePartition(
                                1, Optional.of(new LogMark(new Uuid(1, 2), 41, "ab")), Optional.of("broken")));
    }
}
