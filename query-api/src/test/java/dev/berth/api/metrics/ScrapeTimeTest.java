package dev.berth.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ReplaceInventories;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a scrape of a large region takes, over HTTP. */
class ScrapeTimeTest {
    private static final int HOSTS = 10_000;
    private static final int SCRAPES = 20;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static BrokerlessServer server;
    private static int commands;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        for (int host = 1; host <= HOSTS; host++) {
            ProviderId id = new ProviderId(new UUID(1, host));
            server.decide(Region.DEFAULT, new CreateProvider(id(), id, "cn\"" + host, Optional.empty()));
            server.decide(
                    Region.DEFAULT,
                    new ReplaceInventories(
                            id(),
                            id,
                            OptionalLong.empty(),
                            ImmutableSortedMap.of(
                                    ResourceClass.of("VCPU"),
                                    InventoryRecord.of(64),
                                    ResourceClass.of("MEMORY_MB"),
                                    InventoryRecord.of(262_144))));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static CommandId id() {
        return new CommandId(new UUID(2, ++commands));
    }

    private static HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("x-auth-token", "admin")
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }

    @Test
    void answersAScrapeInLessThan50MsWith10000Hosts() {
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> get("/metrics")
                        .body()
                        .contains("berth_class_capacity{class=\"VCPU\",region=\"default\"} " + 64.0 * HOSTS));
        long[] tookMs = LongStream.range(0, SCRAPES)
                .map(scrape -> {
                    // Each scrape finds another region than the last one did.
                    server.decide(
                            Region.DEFAULT,
                            new CreateProvider(
                                    id(), new ProviderId(new UUID(3, scrape)), "p" + scrape, Optional.empty()));
                    long beganNs = System.nanoTime();
                    assertThat(get("/metrics").statusCode()).isEqualTo(200);
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
                })
                .sorted()
                .toArray();
        System.err.println("scrapes with " + HOSTS + " hosts took "
                + LongStream.of(tookMs).boxed().toList() + " ms");

        // Other tests take the processors for most of the time, but not from each scrape.
        assertThat(tookMs[SCRAPES / 4]).isLessThan(50);
    }

    @Test
    void showsEachHostWhereThatIsAskedFor() {
        String hosts = get("/metrics/hosts").body();
        assertThat(hosts)
                .contains("# TYPE berth_host_capacity gauge")
                .contains("berth_host_capacity{class=\"VCPU\",host=\"cn\\\"1\",region=\"default\"} 64.0")
                .contains("berth_host_used{class=\"MEMORY_MB\",host=\"cn\\\"" + HOSTS + "\",region=\"default\"} 0.0");
        assertThat(hosts.lines().filter(line -> line.startsWith("berth_host_capacity{")))
                .hasSize(2 * HOSTS);
        assertThat(get("/metrics").body()).doesNotContain("berth_host_");
    }
}
