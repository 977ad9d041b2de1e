package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Answers that cannot be sent as they are, over HTTP. */
final class AnswerSenderTest {
    private static final byte[] LETTERS = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger over = new AtomicInteger();

    @Test
    void leavesNothingOfAnAnswerWhoseHeadCannotBeWritten() throws Exception {
        Route route = Route.get("/torn")
                .content(Route.Content.ANY)
                .policy("berth:rebuild")
                .answeredBy(call -> Answer.inPieces(AnswerSenderTest::letters, true)
                        .header("x-torn", "a line\nand another")
                        .whenSent(over::incrementAndGet));
        try (HttpApi api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        List.of(route),
                        new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                        meters)
                .start()) {
            HttpResponse<String> answer = ask(api.port());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("errors");
            assertThat(answer.headers().allValues("x-openstack-request-id")).hasSize(1);
            assertThat(answer.headers().allValues("content-encoding")).isEmpty();
            assertThat(over).as("how often its memory was let go of").hasValue(1);
            await().untilAsserted(() -> assertThat(
                            meters.get("berth.http.answers.bytes").gauge().value())
                    .isZero());
        }
    }

    private static boolean letters(JsonBytes json) {
        json.octets(LETTERS);
        return false;
    }

    private static HttpResponse<String> ask(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/torn"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .header("x-auth-token", "admin")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
