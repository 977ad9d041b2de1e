package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.RandomFleet;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stop of the shadow leaves to its clients, and to whoever started it. */
@Timeout(180)
class StoppedShadowTest {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path dir;

    private BrokerlessServer there;
    private BrokerlessServer here;

    @BeforeEach
    void start() {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
    }

    private static String url(BrokerlessServer server) {
        return "http://127.0.0.1:" + server.port();
    }

    @Test
    void answersCallsThatAreUnderWay() throws Exception {
        AtomicBoolean isSlow = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (BadProxy placement = new BadProxy(url(there), (method, path, answer) -> {
            if (isSlow.get()) {
                begun.countDown();
                TimeUnit.SECONDS.sleep(2);
            }
            return answer;
        })) {
            CompletableFuture<HttpResponse<String>> answer;
            long stoppedNs;
            try (ShadowedPair pair = ShadowedPair.of(placement.url(), url(here))) {
                HttpRequest request = get(pair.url() + "/resource_providers");
                // This connection is kept open, and nothing is under way on it.
                assertThat(HttpClient.newHttpClient()
                                .send(request, BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
                isSlow.set(true);
                answer = CLIENT.sendAsync(request, BodyHandlers.ofString());
                begun.await();
                stoppedNs = System.nanoTime();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - stoppedNs)).isLessThan(Duration.ofSeconds(7));
            assertThat(answer.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ExitCode.OK, ExitCode.DIFFERENCES})
    void endsWithTheStatusOfItsReportWhenItIsStopped(int status) throws Exception {
        String provider = new RandomFleet(url(there), 5).fill(2, 0).providers().get(0);
        AtomicBoolean isWrong = new AtomicBoolean();
        try (BadProxy berth = new BadProxy(url(here), (method, path, answer) -> {
            if (!path.endsWith("/inventories")) {
                return answer;
            }
            // The shadow is told to stop before this comes, and its report still has it.
            TimeUnit.MILLISECONDS.sleep(500);
            return isWrong.get()
                    ? new BadProxy.Answer(200, answer.body().replaceFirst("\"total\": *64", "\"total\": 65"))
                    : answer;
        })) {
            String listen = "127.0.0.1:" + ShadowedPair.freePort();
            String report = "127.0.0.1:" + ShadowedPair.freePort();
            Process process = begin(berth.url(), listen, report);
            try {
                await(
                        report,
                        json -> !json.at("/behind/all").asBoolean(true)
                                && json.at("/catching_up/doing").asText().isEmpty());
                isWrong.set(status == ExitCode.DIFFERENCES);
                call("http://" + listen + "/resource_providers/" + provider + "/inventories");

                process.destroy();

                assertThat(process.waitFor())
                        .as(Files.readString(dir.resolve("err")))
                        .isEqualTo(status);
                JsonNode printed =
                        new ObjectMapper().readTree(dir.resolve("out").toFile());
                assertThat(printed.at("/compared/different").asInt()).isEqualTo(isWrong.get() ? 1 : 0);
                assertThat(printed.at("/compared/same").asInt()).isEqualTo(isWrong.get() ? 0 : 1);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private Process begin(String berth, String listen, String report) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        // As it is shipped, whatever the tests on the class path would have.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        BerthProcess.classPath(),
                        "dev.berth.cli.Berth",
                        "shadow",
                        "--primary=" + url(there),
                        "--peer-token=admin",
                        "--url=" + berth,
                        "--token=admin",
                        "--listen=" + listen,
                        "--report=" + report)
                .redirectOutput(dir.resolve("out").toFile())
                .redirectError(dir.resolve("err").toFile())
                .start();
    }

    private static void await(String report, Predicate<JsonNode> isSo) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> isSo.test(new ObjectMapper().readTree(call("http://" + report + "/report"))));
    }

    private static String call(String url) throws IOException, InterruptedException {
        return CLIENT.send(get(url), BodyHandlers.ofString()).body();
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
    }
}
