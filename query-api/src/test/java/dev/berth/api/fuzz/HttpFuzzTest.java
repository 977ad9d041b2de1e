package dev.berth.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.pci.TestingHosts;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.api.server.SampleRequest;
import dev.berth.events.fuzz.Fuzzing;
import dev.berth.events.fuzz.Mutation;
import dev.berth.events.model.Region;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * No request, whatever it is, ends in a 5xx but 503, in a wait of 10 s, in a connection that hangs open without an
 * answer, in a thread more or in memory that does not come back.
 */
@Tag("fuzz")
class HttpFuzzTest {
    private static final int RESET_EVERY = 2_000;
    private static final long HEAP_MORE_MAX = 48L << 20;
    private static final String NEWEST = "1.39";

    private final Findings findings = new Findings();
    private BrokerlessServer server;
    private List<SampleRequest> samples;
    private long heapBefore;
    private int threadsBefore;

    @BeforeEach
    void start() throws IOException {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        samples = server.routes().stream()
                .filter(route -> !route.template().equals("/reset"))
                .map(SampleRequest::of)
                .toList();
        try (Http1Connection connection = new Http1Connection(server.port())) {
            for (int i = 0; i < 200; i++) {
                for (SampleRequest sample : samples) {
                    connection.send(request(sample), false);
                }
            }
        }
        reset();
        heapBefore = heap();
        threadsBefore = Thread.activeCount();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersRequestsOfStrangeFraming() throws IOException {
        wire("http1", 30, random -> Http1Mutation.of(samples, valid(), random), Statuses::ofHttp1);
    }

    @Test
    void answersFramesOfHttp2() throws IOException {
        List<byte[]> frames = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            frames.add(Http2Mutation.of(samples, List.of(Http2Mutation.PREFACE), random));
        }
        wire("http2", 30, chance -> Http2Mutation.of(samples, frames, chance), Statuses::ofHttp2);
    }

    @Test
    void answersBodiesThatAreStrange() throws IOException {
        List<SampleRequest> writes =
                samples.stream().filter(sample -> sample.body().isPresent()).toList();
        List<byte[]> bodies = writes.stream()
                .map(sample -> sample.body().orElseThrow().getBytes(StandardCharsets.UTF_8))
                .toList();
        wellFramed("bodies", 20, random -> {
            SampleRequest sample = writes.get(random.nextInt(writes.size()));
            String body = sample.body().orElseThrow();
            byte[] changed = random.nextInt(8) == 0
                    ? Mutation.of(body.getBytes(StandardCharsets.UTF_8), bodies, 0, random)
                    : JsonMutation.of(body, random);
            String version = random.nextInt(4) > 0 ? NEWEST : "1." + random.nextInt(40);
            return Http1Connection.request(sample.method(), sample.path(), Optional.of(changed), version);
        });
    }

    @Test
    void answersQueriesThatAreStrange() throws IOException {
        wellFramed("queries", 20, random -> {
            String version = random.nextInt(4) > 0 ? NEWEST : "1." + random.nextInt(40);
            return Http1Connection.request("GET", QueryMutation.of(random), Optional.empty(), version);
        });
    }

    private void wellFramed(String name, int share, Function<SplittableRandom, byte[]> requests) throws IOException {
        Fuzzing fuzzing = new Fuzzing(name, share);
        try (Http1Connection connection = new Http1Connection(server.port())) {
            while (fuzzing.goesOn()) {
                byte[] request = requests.apply(fuzzing.next());
                try {
                    Http1Connection.Answered answer = connection.send(request, false);
                    Verdict.fault(answer.status())
                            .ifPresent(fault -> findings.add(fuzzing, fault + " " + answer.body(), request));
                } catch (SocketTimeoutException e) {
                    findings.add(fuzzing, "no answer in 10 s", request);
                    connection.forget();
                } catch (IOException e) {
                    findings.add(fuzzing, "no answer but " + e, request);
                    connection.forget();
                }
                if (fuzzing.cases() % RESET_EVERY == 0) {
                    reset();
                }
            }
        }
        conclude(fuzzing);
    }

    private void wire(
            String name, int share, Function<SplittableRandom, byte[]> made, Function<byte[], List<Integer>> statuses)
            throws IOException {
        Fuzzing fuzzing = new Fuzzing(name, share);
        long answers = 0;
        while (fuzzing.goesOn()) {
            SplittableRandom random = fuzzing.next();
            byte[] bytes = made.apply(random);
            try {
                byte[] received = Exchange.of(server.port(), bytes, random);
                List<Integer> found = statuses.apply(received);
                answers += found.size();
                for (int status : found) {
                    Verdict.fault(status).ifPresent(fault -> findings.add(fuzzing, fault + shown(received), bytes));
                }
            } catch (SocketTimeoutException e) {
                findings.add(fuzzing, "a connection stays open without an answer", bytes);
            } catch (IOException broken) {
                // The server has closed it, as it may.
            }
            if (fuzzing.cases() % RESET_EVERY == 0) {
                reset();
            }
        }
        System.out.println(name + ": " + answers + " answers");
        assertThat(answers).as("answers").isPositive();
        conclude(fuzzing);
    }

    private static String shown(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\"detail\"");
        return at < 0 ? "" : " " + text.substring(at, Math.min(text.length(), at + 120));
    }

    private void conclude(Fuzzing fuzzing) throws IOException {
        System.out.println(fuzzing.cases() + " cases; found " + findings.all());
        reset();
        try (Http1Connection connection = new Http1Connection(server.port())) {
            assertThat(connection.send(request(samples.get(0)), false).status()).isEqualTo(200);
        }
        assertThat(findings.all()).isEmpty();
        assertThat(heap() - heapBefore).as("bytes more on the heap").isLessThan(HEAP_MORE_MAX);
        assertThat(Thread.activeCount() - threadsBefore).as("threads more").isLessThanOrEqualTo(2);
    }

    private void reset() {
        server.reset();
        server.decide(Region.DEFAULT, TestingHosts.report());
    }

    private List<byte[]> valid() {
        return samples.stream().map(HttpFuzzTest::request).toList();
    }

    private static byte[] request(SampleRequest sample) {
        return Http1Connection.request(
                sample.method(),
                sample.path(),
                sample.body().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                NEWEST);
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
