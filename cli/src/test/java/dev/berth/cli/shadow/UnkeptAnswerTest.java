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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of which the shadow cannot keep all, so that they cannot be compared. */
class UnkeptAnswerTest {
    private static final String LONG = "x".repeat(KeptBytes.BYTES_MAX + 1);

    private BrokerlessServer there;
    private BrokerlessServer here;
    private String provider;
    private volatile boolean isLong;
    private volatile boolean isRefused;

    @BeforeEach
    void start() throws Exception {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        provider = new RandomFleet(url(there), 1).fill(1, 0).providers().get(0);
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    private BadProxy.Answer there(String method, String path, BadProxy.Answer answer) {
        return isLong ? new BadProxy.Answer(answer.status(), LONG) : answer;
    }

    private BadProxy.Answer here(String method, String path, BadProxy.Answer answer) {
        return isRefused ? new BadProxy.Answer(404, "{}") : answer;
    }

    private interface Check {
        void of(ShadowedPair pair) throws Exception;
    }

    private void shadowed(Check check) throws Exception {
        try (BadProxy placement = new BadProxy(url(there), this::there);
                BadProxy berth = new BadProxy(url(here), this::here);
                ShadowedPair pair = ShadowedPair.of(placement.url(), berth.url())) {
            isLong = true;
            check.of(pair);
        }
    }

    @Test
    void countsNoAnswerAsTheSameThatItDidNotCompare() throws Exception {
        shadowed(pair -> {
            assertThat(call(pair.url(), "GET", "/resource_providers", null).body())
                    .isEqualTo(LONG);
            pair.awaitQuiet();
            assertThat(pair.report().at("/not_compared/not_kept").asLong())
                    .as(pair.text())
                    .isEqualTo(1);
            assertThat(pair.compared("same")).as(pair.text()).isZero();
            assertThat(pair.text()).contains("not compared, and nothing lost: an answer was larger than 4 MiB");
        });
    }

    @Test
    void importsWhatAWriteWroteWhoseAnswerItDidNotCompare() throws Exception {
        shadowed(pair -> {
            ObjectNode rename = JsonNodeFactory.instance.objectNode().put("name", "renamed");
            call(pair.url(), "PUT", "/resource_providers/" + provider, rename);
            pair.await(report -> report.at("/missed/not_kept").asLong() == 1);
            assertThat(pair.compared("same")).as(pair.text()).isZero();
            isLong = false;
            pair.awaitInLine();
            assertThat(PlacementDump.of(url(here))).isEqualTo(PlacementDump.of(url(there)));
        });
    }

    @Test
    void tellsThatBerthRefusesWhatThePlacementGranted() throws Exception {
        shadowed(pair -> {
            isRefused = true;
            call(pair.url(), "GET", "/resource_providers/" + provider, null);
            pair.awaitQuiet();
            assertThat(pair.compared("different")).as(pair.text()).isEqualTo(1);
            isRefused = false;
            isLong = false;
        });
    }
}
