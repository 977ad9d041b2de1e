package dev.berth.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.pci.TestingHosts;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.api.server.SampleRequest;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What fuzzers once found, byte for byte, and the beginning of a run of each, in every build. */
class HttpCorpusTest {
    private static final Path CORPUS = Path.of("src/test/fuzz");
    private static final int CASES = 300;
    private static final String NEWEST = "1.39";

    private static BrokerlessServer server;
    private static List<SampleRequest> samples;

    @BeforeAll
    static void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        server.decide(Region.DEFAULT, TestingHosts.report());
        samples = server.routes().stream()
                .filter(route -> !route.template().equals("/reset"))
                .map(SampleRequest::of)
                .toList();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersWhatWasFound() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                byte[] sent = Files.readAllBytes(file);
                boolean isHttp2 = new String(sent, StandardCharsets.ISO_8859_1).startsWith("PRI ");
                byte[] received = Exchange.of(server.port(), sent, new SplittableRandom(1));
                List<Integer> statuses = isHttp2 ? Statuses.ofHttp2(received) : Statuses.ofHttp1(received);
                assertThat(statuses).as(file.toString()).allSatisfy(HttpCorpusTest::requireAllowed);
            }
        }
    }

    @Test
    void answersTheBeginningOfEachRun() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<SampleRequest> writes =
                samples.stream().filter(sample -> sample.body().isPresent()).toList();
        try (Http1Connection connection = new Http1Connection(server.port())) {
            for (int i = 0; i < CASES; i++) {
                SampleRequest write = writes.get(random.nextInt(writes.size()));
                byte[] body = JsonMutation.of(write.body().orElseThrow(), random);
                requireAllowed(connection
                        .send(Http1Connection.request(write.method(), write.path(), Optional.of(body), NEWEST), false)
                        .status());
                String query = QueryMutation.of(random);
                requireAllowed(connection
                        .send(Http1Connection.request("GET", query, Optional.empty(), NEWEST), false)
                        .status());
            }
        }
        List<byte[]> valid = List.of(Http2Mutation.PREFACE);
        for (int i = 0; i < CASES / 10; i++) {
            byte[] sent = Http1Mutation.of(samples, valid, random);
            assertThat(Statuses.ofHttp1(Exchange.of(server.port(), sent, random)))
                    .allSatisfy(HttpCorpusTest::requireAllowed);
            byte[] frames = Http2Mutation.of(samples, valid, random);
            assertThat(Statuses.ofHttp2(Exchange.of(server.port(), frames, random)))
                    .allSatisfy(HttpCorpusTest::requireAllowed);
        }
    }

    private static void requireAllowed(int status) {
        assertThat(Verdict.fault(status)).isEmpty();
    }
}
