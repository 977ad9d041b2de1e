package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.simulator.fleet.DeviceHost;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What all pools of 10,000 hosts with 16 devices each cost over HTTP; a matter of a quiet machine, so {@code
 * -Dpools.cost=true}.
 */
@EnabledIfSystemProperty(named = "pools.cost", matches = "true")
class PoolsCostTest {
    private static final int HOSTS = 10_000;
    private static final int WARM_UP = 30;
    private static final int MEASURED = 50;

    @ParameterizedTest
    @ValueSource(strings = {"/pci/pools", "/pci/pools?key=full"})
    void tellsAllPoolsInLessThanFiftyMilliseconds(String path) throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            for (int at = 0; at < HOSTS; at++) {
                server.decide(Region.DEFAULT, new DeviceHost("host-" + at).report(new CommandId(new UUID(1, at))));
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("x-auth-token", "admin")
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            long[] tookNs = new long[MEASURED];
            int bytes = 0;
            for (int at = -WARM_UP; at < MEASURED; at++) {
                long startNs = System.nanoTime();
                bytes = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body()
                        .length;
                if (at >= 0) {
                    tookNs[at] = System.nanoTime() - startNs;
                }
            }
            Arrays.sort(tookNs);
            System.out.printf(
                    "%s: %,d bytes, fastest %.1f ms, p50 %.1f ms, p90 %.1f ms%n",
                    path, bytes, tookNs[0] / 1e6, tookNs[MEASURED / 2] / 1e6, tookNs[MEASURED * 9 / 10] / 1e6);
            assertThat(tookNs[MEASURED / 2] / 1_000_000).isLessThan(50);
        }
    }
}
