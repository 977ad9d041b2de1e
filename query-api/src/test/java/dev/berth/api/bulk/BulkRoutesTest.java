package dev.berth.api.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.CreateInventory;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long answers over HTTP, of a log in memory. */
final class BulkRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ProviderId HOST = new ProviderId(new UUID(1, 1));
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** How many bytes a client of HTTP/2 lets come that it has not read. */
    private static final int WINDOW = 1024 * 1024;

    private static final BrokerlessServer SERVER = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));

    private final HttpClient client = HttpClient.newHttpClient();
    private int commands;

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void reset() {
        SERVER.reset();
        SERVER.decide(Region.DEFAULT, new CreateProvider(id(), HOST, "cn1", Optional.empty()));
        SERVER.decide(
                Region.DEFAULT,
                new CreateInventory(id(), HOST, OptionalLong.empty(), VCPU, InventoryRecord.of(1_000_000)));
    }

    @Test
    void readsPagesOfOneMomentWhateverIsWrittenMeanwhile() throws Exception {
        IntStream.range(0, 25).forEach(i -> claim(2 * i));
        JsonNode whole = get("/allocations");
        List<JsonNode> paged = new ArrayList<>();
        String next = "/allocations?limit=4";
        for (int i = 0; next != null; i++) {
            JsonNode page = get(next);
            assertThat(page.path("as_of")).isEqualTo(whole.path("as_of"));
            page.path("allocations").forEach(paged::add);
            next = page.path("next").textValue();
            // Before, between and behind those that are read.
            claim(2 * i + 1);
        }
        assertThat(paged).isEqualTo(ImmutableList.copyOf(whole.path("allocations")));
        assertThat(get("/allocations").path("allocations")).hasSize(25 + 7);
    }

    @Test
    void refusesWhatNoPageHasNamedAsItsNext() throws Exception {
        claim(1);
        // In capitals or without dashes it would be somewhere else in the order of the rows.
        for (String after : List.of(
                "ABCDEF00-0000-0000-0000-000000000000", "abcdef00000000000000000000000000", "urn:uuid:x", "5", "")) {
            HttpResponse<byte[]> refused = send("/consumers?after=" + after);
            assertThat(refused.statusCode()).as(after).isEqualTo(400);
            assertThat(new String(refused.body(), UTF_8)).contains("after");
        }
        assertThat(send("/usages?group_by=project&after=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void readsPagesOfGroups() throws Exception {
        IntStream.range(0, 25).forEach(this::claim);
        JsonNode whole = get("/usages?group_by=project");
        List<JsonNode> paged = new ArrayList<>();
        for (String next = "/usages?group_by=project&limit=4"; next != null; ) {
            JsonNode page = get(next);
            page.path("usages").forEach(paged::add);
            next = page.path("next").textValue();
        }
        assertThat(paged).hasSize(10).isEqualTo(ImmutableList.copyOf(whole.path("usages")));
    }

    @Test
    void saysThatNothingHasChangedToWhoHasTheAnswer() throws Exception {
        claim(1);
        String tag = send("/consumers").headers().firstValue("etag").orElseThrow();
        HttpResponse<byte[]> again = send("/consumers", "if-none-match", "\"other\", " + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).hasValue(tag);
        // The bytes of the compressed answer are others, so the tag that both have has to be weak.
        assertThat(tag).startsWith("W/\"");
        assertThat(send("/consumers", "accept-encoding", "gzip").headers().firstValue("etag"))
                .hasValue(tag);
        assertThat(send("/consumers", "if-none-match", tag.substring(2)).statusCode())
                .isEqualTo(304);
        claim(2);
        HttpResponse<byte[]> changed = send("/consumers", "if-none-match", tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("etag")).get().isNotEqualTo(tag);
        SERVER.reset();
        assertThat(send("/consumers", "if-none-match", tag).statusCode()).isEqualTo(200);
    }

    /** All rows are put in order once; with a page of each time as many the square of them would be. */
    @Test
    void readsSmallPagesAboutAsFastAsOne() throws Exception {
        int count = Boolean.getBoolean("faults") ? 100_000 : 4_000;
        IntStream.range(0, count).forEach(this::claim);
        for (String path : List.of("/consumers?", "/usages?group_by=user,class,provider&")) {
            long beginNs = System.nanoTime();
            int rows = 0;
            int pages = 0;
            for (String next = path + "limit=100"; next != null; pages++) {
                JsonNode page = get(next);
                rows += page.path("consumers").size() + page.path("usages").size();
                next = page.path("next").textValue();
            }
            System.err.printf("%s: %,d rows in %,d pages in %d ms%n", path, rows, pages, sinceMs(beginNs));
            assertThat(rows).isEqualTo(path.startsWith("/consumers") ? count : 1);
        }
    }

    private static long sinceMs(long beginNs) {
        return (System.nanoTime() - beginNs) / 1_000_000;
    }

    @Test
    void compressesWhereThatIsAskedFor() throws Exception {
        IntStream.range(0, 2_000).forEach(this::claim);
        HttpResponse<byte[]> plain = send("/allocations");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        HttpResponse<byte[]> zipped = send("/allocations", "accept-encoding", "deflate, gzip;q=0.5");
        assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(zipped.body()).hasSizeLessThan(plain.body().length / 4);
        assertThat(unzipped(zipped)).isEqualTo(plain.body());
        assertThat(send("/allocations", "accept-encoding", "gzip;q=0").headers().firstValue("content-encoding"))
                .isEmpty();
        // What Placement answers, too, is never compressed: its clients get the bytes that they always got.
        assertThat(send("/usages?project_id=p1", "accept-encoding", "gzip")
                        .headers()
                        .firstValue("content-encoding"))
                .isEmpty();
    }

    @Test
    void readsManyConsumersInPieces() throws Exception {
        int count = Boolean.getBoolean("faults") ? 100_000 : 20_000;
        IntStream.range(0, count).forEach(this::claim);
        for (String path : List.of("/consumers", "/allocations", "/usages?group_by=project,class")) {
            for (String encoding : List.of("identity", "gzip")) {
                long beginNs = System.nanoTime();
                long cpuNs = PROCESS.getProcessCpuTime();
                HttpResponse<byte[]> answer = send(path, "accept-encoding", encoding);
                System.err.printf(
                        "%s, %s: %,d bytes in %d ms, %d ms of them of processors, the client's among them%n",
                        path,
                        encoding,
                        answer.body().length,
                        sinceMs(beginNs),
                        (PROCESS.getProcessCpuTime() - cpuNs) / 1_000_000);
                JsonNode body = JSON.readTree(encoding.equals("gzip") ? unzipped(answer) : answer.body());
                int rows = path.startsWith("/usages") ? 10 : count;
                assertThat(body.path(path.substring(1).split("\\?")[0])).hasSize(rows);
                assertThat(body.path("next").isNull()).isTrue();
            }
        }
    }

    /** The last piece is made, and the answer ended, while a client of HTTP/2 has yet to read a window of it. */
    @Test
    void sendsWholeWhatIsEndedBeforeItIsRead() throws Exception {
        IntStream.range(0, 20_000).forEach(this::claim);
        byte[] whole = send("/consumers").body();
        assertThat(whole.length)
                .as("more than is made before the first is sent")
                .isGreaterThan(4 * 1024 * 1024);
        Vertx vertx = Vertx.vertx();
        try {
            HttpClientOptions options = new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2ConnectionWindowSize(2 * whole.length)
                    .setInitialSettings(new Http2Settings().setInitialWindowSize(WINDOW));
            CompletableFuture<byte[]> read = new CompletableFuture<>();
            // Vert.x closes a client that nobody refers to once garbage is collected.
            var client = vertx.createHttpClient(options);
            client.request(HttpMethod.GET, SERVER.port(), "127.0.0.1", "/consumers")
                    .compose(request -> request.putHeader("x-auth-token", "admin")
                            .putHeader("openstack-api-version", "placement 1.39")
                            .send())
                    .onSuccess(answer -> readWithARest(vertx, answer, whole.length - WINDOW / 2, read))
                    .onFailure(read::completeExceptionally);

            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(whole);
            client.close().await();
        } finally {
            vertx.close().await();
        }
    }

    /** It knows no chunks, and how long the answer gets is not known when it begins. */
    @Test
    void endsTheConnectionBehindALongAnswerToAClientOfHttp10() throws Exception {
        IntStream.range(0, 20_000).forEach(this::claim);
        String whole = new String(send("/consumers").body(), UTF_8);
        try (Socket socket = new Socket("127.0.0.1", SERVER.port())) {
            socket.setSoTimeout(20_000);
            String head = "GET /consumers HTTP/1.0\r\nConnection: keep-alive\r\nX-Auth-Token: admin\r\n"
                    + "OpenStack-API-Version: placement 1.39\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.0 200 OK")
                    .endsWith(whole);
        }
    }

    private static void readWithARest(
            Vertx vertx, HttpClientResponse answer, int bytesBefore, CompletableFuture<byte[]> read) {
        Buffer all = Buffer.buffer();
        answer.pause();
        answer.exceptionHandler(read::completeExceptionally);
        answer.endHandler(ended -> read.complete(all.getBytes()));
        answer.handler(piece -> {
            boolean hasRested = all.length() >= bytesBefore;
            all.appendBuffer(piece);
            if (all.length() < bytesBefore) {
                answer.fetch(1);
            } else if (!hasRested) {
                vertx.setTimer(500, rested -> answer.resume());
            }
        });
        answer.fetch(1);
    }

    private static byte[] unzipped(HttpResponse<byte[]> answer) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    }

    private CommandId id() {
        return new CommandId(new UUID(0, commands++));
    }

    private void claim(int number) {
        SERVER.decide(
                Region.DEFAULT,
                new ClaimAllocations(
                        id(),
                        ImmutableList.of(new ConsumerClaim(
                                new ConsumerId(new UUID(0x2000, number)),
                                ExpectedConsumer.ABSENT,
                                "p" + number % 10,
                                "u",
                                Optional.empty(),
                                Allocations.of(HOST, VCPU, 1)))));
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<byte[]> answer = send(path);
        assertThat(answer.statusCode()).as(new String(answer.body())).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<byte[]> send(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
                .timeout(Duration.ofMinutes(1))
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
