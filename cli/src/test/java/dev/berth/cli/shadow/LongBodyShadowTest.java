package dev.berth.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.BadProxy;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls through a shadow whose body is too long to be kept, so that it is passed on as it comes. */
class LongBodyShadowTest {
    private static final int CHUNK = 65_536;
    private static final int CHUNKS = 80;

    private final AtomicInteger whole = new AtomicInteger();
    private BrokerlessServer there;
    private BrokerlessServer here;
    private BadProxy placement;
    private ShadowedPair pair;

    @BeforeEach
    void start() throws Exception {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        here = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        placement = new BadProxy("http://127.0.0.1:" + there.port(), (method, path, answer) -> {
            if (!method.equals("POST")) {
                return answer;
            }
            whole.incrementAndGet();
            return new BadProxy.Answer(200, "x".repeat(CHUNK));
        });
        pair = ShadowedPair.of(placement.url(), "http://127.0.0.1:" + here.port());
    }

    @AfterEach
    void stop() {
        pair.close();
        placement.close();
        there.close();
        here.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void awaitOneSeen() {
        pair.await(report -> report.at("/missed/too_large").asInt() == 1
                && report.at("/queue/bytes").asLong() == 0);
    }

    @Test
    void endsNoBodyWhoseClientHasGone() throws Exception {
        try (Socket client = new Socket("127.0.0.1", URI.create(pair.url()).getPort())) {
            OutputStream out = client.getOutputStream();
            out.write(bytes("POST /resource_providers HTTP/1.1\r\nhost: x\r\nx-auth-token: admin\r\n"
                    + "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"));
            for (int i = 0; i < CHUNKS; i++) {
                out.write(bytes(Integer.toHexString(CHUNK) + "\r\n" + " ".repeat(CHUNK) + "\r\n"));
            }
            out.flush();
            pair.await(report -> placement.posts() == 1);
        }
        awaitOneSeen();
        assertThat(whole).as("whole bodies").hasValue(0);
        assertThat(pair.report().path("unanswered").asInt())
                .as("calls that the Placement is to blame for")
                .isZero();
    }

    @Test
    void givesBackTheMemoryOfAnAnswerThatIsComparedWithNone() throws Exception {
        assertThat(post().statusCode()).isEqualTo(200);
        awaitOneSeen();
        assertThat(whole).hasValue(1);
    }

    @Test
    void answersWhereThereIsNobodyToPassABodyTo() throws Exception {
        placement.close();
        HttpResponse<String> answer = post();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("berth.shadow.no_answer");
    }

    private HttpResponse<String> post() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(pair.url() + "/resource_providers"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(60))
                .header("x-auth-token", "admin")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes(" ".repeat(CHUNK * CHUNKS))))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
