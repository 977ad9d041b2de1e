package dev.berth.cli.shadow;

import static dev.berth.cli.shadow.ShadowTest.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import dev.berth.cli.PlacementDump;
import dev.berth.cli.RandomFleet;
import dev.berth.cli.placement.PlacementClient;
import dev.berth.terminal.CannotRunException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How often the Placement is read for what is behind and cannot be closed. */
class CatchUpPauseTest {
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger lists = new AtomicInteger();

    private BadProxy.Answer answer(String method, String path, BadProxy.Answer answer) throws InterruptedException {
        if (path.equals("/resource_providers")) {
            lists.incrementAndGet();
        }
        if (method.equals("PUT") && answer.body().contains("\"held\"")) {
            done.await(60, TimeUnit.SECONDS);
        }
        return method.equals("PUT") && answer.body().contains("\"lost\"") ? null : answer;
    }

    private static ObjectNode name(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    @Test
    void readsSeldomerWhatIsWrittenToAllTheTime() throws Exception {
        try (BrokerlessServer there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                BrokerlessServer here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String to = "http://127.0.0.1:" + there.port();
            String provider = new RandomFleet(to, 1).fill(1, 0).providers().get(0);
            String path = "/resource_providers/" + provider;
            try (BadProxy placement = new BadProxy(to, this::answer);
                    ShadowedPair pair = ShadowedPair.of(placement.url(), "http://127.0.0.1:" + here.port())) {
                CompletableFuture<Integer> held = CompletableFuture.supplyAsync(() -> put(pair, path, "held"));
                pair.await(report -> report.at("/queue/under_way").asInt() == 1);
                assertThat(put(pair, path, "lost")).isEqualTo(502);
                int before = lists.get();
                TimeUnit.SECONDS.sleep(6);
                assertThat(lists.get() - before).as("lists in 6 s").isBetween(1, 6);
                done.countDown();
                assertThat(held.get(60, TimeUnit.SECONDS)).isEqualTo(200);
                pair.awaitInLine();
                assertThat(PlacementDump.of("http://127.0.0.1:" + here.port())).isEqualTo(PlacementDump.of(to));
            }
        }
    }

    private static int put(ShadowedPair pair, String path, String name) {
        try {
            return call(pair.url(), "PUT", path, name(name)).statusCode();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void looksForASilentServiceAsOftenAfterAWhileAsAtFirst() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + ShadowedPair.freePort());
        ServiceRoles roles = new ServiceRoles(nobody, nobody, true);
        MemoryBudget memory = new MemoryBudget(1 << 20);
        ShadowReport report = new ShadowReport();
        AtomicInteger looks = new AtomicInteger();
        ShadowSettings.Clients clients = new ShadowSettings.Clients() {
            @Override
            public PlacementClient placement() {
                throw new AssertionError("nothing is read for a service that is down");
            }

            @Override
            public PlacementClient berth() {
                looks.incrementAndGet();
                throw new CannotRunException("nobody there");
            }
        };
        try (Follower follower = new Follower(nobody, Optional.empty(), 1, memory)) {
            Shadow shadow = new Shadow(roles, follower, report, 10, 1);
            shadow.endRound(shadow.beginRound(), Map.of(), Map.of());
            ShadowCall call = shadow.begin(
                    "PUT", "/traits/CUSTOM_A", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), memory.share());
            shadow.answered(call, new ServiceReply(201, new byte[0], true, ""));
            Awaitility.await().until(shadow::isFollowerDown);
            try (CatchUp catchUp = new CatchUp(roles, clients, 1, false, shadow, report.catching())) {
                catchUp.start();
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> looks.get() >= 8);
            }
        }
    }
}
