package dev.berth.api.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.command.Backend;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.moment.PastThreads;
import dev.berth.api.pci.TestingHosts;
import dev.berth.api.schema.Schemas;
import dev.berth.api.sender.Senders;
import dev.berth.api.server.OperationsRoutes;
import dev.berth.api.server.PciRoutes;
import dev.berth.api.server.PlacementRoutes;
import dev.berth.api.server.StoreRoutes;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.RegionLog;
import dev.berth.events.log.RegionReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.Owner;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.moment.MomentLogs;
import dev.berth.projector.moment.MomentWatch;
import dev.berth.projector.moment.Moments;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one log in Kafka: they answer as one, and one goes on where the other stops. */
class SharedLogTest {
    private static final int PARTITIONS = 2;
    private static final int CLAIMS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path dir;

    private EmbeddedKafka kafka;
    private SchemaRegistry schemas;
    private CommandPublisher publisher;
    private KafkaConnection connection;
    private Instance first;
    private Instance second;

    /** A projector and the API in front of it, as a process has them. */
    private final class Instance implements AutoCloseable {
        private final Projector projector;
        private final HttpApi api;
        private final Door door;
        private final Moments moments;
        private final MomentWatch watch;

        Instance(String name) throws InterruptedException, IOException {
            int port = freePort();
            projector = new Projector(
                    ProjectorConfig.of(connection, dir.resolve(name))
                            .withInstance(name)
                            .withStandbys(1)
                            .withAdvertised(new Address("127.0.0.1", port)),
                    schemas,
                    publisher);
            projector.start(TIMEOUT);
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            List<Route> routes = new OperationsRoutes(projector.views(), meters)
                    .addTo(routes(name, port, new Backend(projector.commandLog(), projector.views())));
            moments = new Moments(logs(), dir.resolve(name + "-moments"), 16, System::currentTimeMillis, () -> true);
            watch = new MomentWatch(projector.views(), moments).start();
            api = new HttpApi(
                            ApiConfig.on("127.0.0.1", port),
                            vertx -> new NoAuthentication(),
                            routes,
                            new ViewBarrier(projector.views(), Duration.ofSeconds(5)),
                            new PastThreads(moments),
                            vertx -> new OwnerForwarding(vertx, projector::owner, name, Senders.LOCAL),
                            meters)
                    .start();
            door = new Door(port);
        }

        private List<Route> routes(String name, int port, Backend backend) {
            return new StoreRoutes(name, Optional.of(new Address("127.0.0.1", port)), projector.stored())
                    .addTo(PciRoutes.addTo(PlacementRoutes.all(backend), backend));
        }

        boolean serves(Region region) {
            return projector.owner(region).equals(Owner.HERE);
        }

        @Override
        public void close() {
            api.close();
            watch.close();
            moments.close();
            projector.close();
        }
    }

    private MomentLogs logs() {
        LogId id = TopicAdmin.logId(connection);
        CommandCodec codec = new CommandCodec(schemas);
        return new MomentLogs() {
            @Override
            public LogId id() {
                return id;
            }

            @Override
            public RegionLog open(Region region, Runnable each) {
                return RegionReader.openAnywhere(connection, id, codec, region, each);
            }
        };
    }

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(schemas));
        first = new Instance("first");
        second = new Instance("second");
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() ->
                        PARTITION_REGIONS.stream().allMatch(region -> first.serves(region) != second.serves(region)));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        publisher.close();
        kafka.close();
    }

    /** A region for each partition. */
    private static final List<Region> PARTITION_REGIONS = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> Stream.iterate(0, n -> n + 1)
                    .map(n -> new Region("region-" + n))
                    .filter(region -> Partitions.of(region, PARTITIONS) == partition)
                    .findFirst()
                    .orElseThrow())
            .toList();

    @Test
    void answerAsOneAndGoOnAsOneWhenOneStops() {
        Awaitility.await()
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(PARTITION_REGIONS.stream().map(first::serves))
                        .containsExactlyInAnyOrder(true, false));
        UUID provider = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        List<String> lasting = new ArrayList<>();
        List<String> passing = new ArrayList<>();
        for (Region region : PARTITION_REGIONS) {
            String prefix = "/regions/" + region.name();
            first.door.provide(prefix, provider, 100);
            second.door.provide(prefix, other, 10_000);
            lasting.addAll(claimThroughBothDoors(prefix, provider));
            lasting.add(prefix + "/resource_providers/" + provider + "/usages");
            lasting.add(prefix + "/resource_providers/" + provider + "/allocations");
            passing.add(prefix + "/resource_providers");
            passing.add(prefix + "/allocation_candidates?resources=VCPU:1");
            passing.add(prefix + "/audit/digest");
        }
        List<String> before = answersOfBoth(lasting);
        answersOfBoth(passing);

        List<String> claimed = claimWhileTheFirstStops(other);

        assertThat(lasting.stream().map(second.door::get).map(HttpResponse::body))
                .isEqualTo(before);
        assertThat(claimed.stream().map(second.door::get).map(HttpResponse::body))
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body).contains(other.toString()));
    }

    @Test
    void answerAsOfAnyMomentAsTheyAnsweredThen() {
        Region region = PARTITION_REGIONS.get(0);
        String prefix = "/regions/" + region.name();
        UUID provider = UUID.randomUUID();
        first.door.provide(prefix, provider, 1000);
        String usages = prefix + "/resource_providers/" + provider + "/usages";
        List<String> positions = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            HttpResponse<String> claim = first.door.claim(prefix, UUID.randomUUID(), provider);
            String position = claim.headers().firstValue("x-berth-position").orElseThrow();
            positions.add(position);
            answers.add(second.door.get(usages, "x-berth-position", position).body());
        }
        for (Instance instance : List.of(second, first)) {
            for (int i = CLAIMS - 1; i >= 0; i--) {
                HttpResponse<String> past = instance.door.get(usages + "?as_of=" + positions.get(i));
                assertThat(past.body()).isEqualTo(answers.get(i)).contains("\"VCPU\":" + (i + 1));
                assertThat(past.headers().firstValue("x-berth-position")).contains(positions.get(i));
                String time = past.headers().firstValue("x-berth-as-of").orElseThrow();
                assertThat(instance.door.get(usages + "?as_of=" + time).body())
                        .contains("usages")
                        .isIn(answers);
            }
        }
        first.close();
        Awaitility.await().atMost(TIMEOUT).until(() -> second.serves(region));
        assertThat(second.door.get(usages + "?as_of=" + positions.get(3)).body())
                .isEqualTo(answers.get(3));
    }

    @Test
    void doOnceWhatIsSentToBothAtOnceWithOneKey() {
        for (Region region : PARTITION_REGIONS) {
            String prefix = "/regions/" + region.name();
            UUID provider = UUID.randomUUID();
            first.door.provide(prefix, provider, 1000);
            List<List<CompletableFuture<HttpResponse<String>>>> sent = new ArrayList<>();
            for (int i = 0; i < CLAIMS; i++) {
                UUID consumer = UUID.randomUUID();
                String[] key = {"Idempotency-Key", "claim-" + i};
                sent.add(Stream.of(first.door, second.door, first.door, second.door)
                        .map(door -> CompletableFuture.supplyAsync(() -> door.claim(prefix, consumer, provider, key)))
                        .toList());
            }
            for (List<CompletableFuture<HttpResponse<String>>> same : sent) {
                List<HttpResponse<String>> answers =
                        same.stream().map(CompletableFuture::join).toList();
                assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(204);
                assertThat(answers.stream()
                                .map(answer -> answer.headers()
                                        .firstValue("x-berth-position")
                                        .orElseThrow())
                                .distinct())
                        .as("where it was decided")
                        .hasSize(1);
            }
            assertThat(first.door
                            .get(prefix + "/resource_providers/" + provider + "/usages")
                            .body())
                    .contains("\"VCPU\":" + CLAIMS);
            assertThat(claimsInTheLog(region)).isEqualTo(CLAIMS);
        }
    }

    private long claimsInTheLog(Region region) {
        CommandCodec codec = new CommandCodec(schemas);
        long claims = 0;
        try (LogReader reader = LogReader.open(connection, Topics.LOG.topic())) {
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                boolean isClaim = codec.decode(next.get().value()).orElseThrow(IllegalStateException::new)
                        instanceof ClaimAllocations;
                claims += isClaim && next.get().region().equals(Optional.of(region)) ? 1 : 0;
            }
        }
        return claims;
    }

    @Test
    void answerTheSameKeyTheSameOnceTheOtherHasTakenOver() {
        Region region = Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> PARTITION_REGIONS.stream().filter(first::serves).findFirst(), Optional::isPresent)
                .orElseThrow();
        String prefix = "/regions/" + region.name();
        String[] key = {"Idempotency-Key", "make-it"};
        String body = "{\"name\": \"kept\"}";
        HttpResponse<String> made = first.door.post(prefix + "/resource_providers", body, key);
        assertThat(made.statusCode()).isEqualTo(200);

        first.close();
        Awaitility.await().atMost(TIMEOUT).until(() -> second.serves(region));

        HttpResponse<String> again = second.door.post(prefix + "/resource_providers", body, key);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(made.body());
        assertThat(second.door
                        .post(prefix + "/resource_providers", "{\"name\": \"other\"}", key)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void answerReadsFromACopyThatIsFreshEnoughAndTheOthersFromTheOwner() throws Exception {
        Region region = Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> PARTITION_REGIONS.stream().filter(first::serves).findFirst(), Optional::isPresent)
                .orElseThrow();
        String prefix = "/regions/" + region.name();
        UUID provider = UUID.randomUUID();
        first.door.provide(prefix, provider, 100);
        first.projector
                .commandLog()
                .submit(region, TestingHosts.report())
                .toCompletableFuture()
                .get();
        HttpResponse<String> claimed = second.door.claim(prefix, UUID.randomUUID(), provider);
        String position = claimed.headers().firstValue("x-berth-position").orElseThrow();
        List<String> paths = List.of(
                prefix + "/allocation_candidates?resources=VCPU:1",
                prefix + "/resource_providers/" + provider + "/usages",
                prefix + "/resource_providers/" + provider + "/allocations",
                prefix + "/pci/pools",
                prefix + "/pci/devices");
        for (String path : paths) {
            HttpResponse<String> owner = first.door.get(path, "x-berth-max-staleness", "500ms");
            assertMadeBy("first", owner);
            assertThat(owner.headers().firstValue("x-berth-staleness")).contains("0ms");
            HttpResponse<String> copied = Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(
                            () -> second.door.get(path, "x-berth-max-staleness", "500ms", "x-berth-position", position),
                            answer -> madeBy(answer).equals(Optional.of("second")));
            assertThat(copied.statusCode()).isEqualTo(200);
            assertThat(copied.body())
                    .isEqualTo(owner.body())
                    .isEqualTo(first.door.get(path).body());
            assertThat(copied.headers().firstValue("x-berth-position"))
                    .isEqualTo(owner.headers().firstValue("x-berth-position"));
            assertThat(staleness(copied)).isBetween(Duration.ofMillis(1), Duration.ofMillis(500));

            assertMadeBy("first", second.door.get(path, "x-berth-max-staleness", "0ms"));
            assertThat(madeBy(second.door.get(path))).as("nobody asked").isEmpty();
        }
        HttpResponse<String> unknown =
                second.door.get(prefix + "/resource_providers/" + UUID.randomUUID(), "x-berth-max-staleness", "5s");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertMadeBy("second", unknown);
    }

    @Test
    void passReadsOnWhileTheCopyIsBehind() {
        Region region = Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> PARTITION_REGIONS.stream().filter(first::serves).findFirst(), Optional::isPresent)
                .orElseThrow();
        String prefix = "/regions/" + region.name();
        UUID provider = UUID.randomUUID();
        first.door.provide(prefix, provider, 100);
        String usages = prefix + "/resource_providers/" + provider + "/usages";
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> madeBy(second.door.get(usages, "x-berth-max-staleness", "300ms"))
                        .equals(Optional.of("second")));

        second.projector.streams().pause();
        String position = first.door
                .claim(prefix, UUID.randomUUID(), provider)
                .headers()
                .firstValue("x-berth-position")
                .orElseThrow();
        HttpResponse<String> quoting =
                second.door.get(usages, "x-berth-max-staleness", "3600s", "x-berth-position", position);
        assertThat(quoting.body()).contains("\"VCPU\":1");
        assertMadeBy("first", quoting);
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> madeBy(second.door.get(usages, "x-berth-max-staleness", "300ms"))
                        .equals(Optional.of("first")));
        HttpResponse<String> old = second.door.get(usages, "x-berth-max-staleness", "3600s");
        assertMadeBy("second", old);
        assertThat(old.body()).as("as it was before").contains("\"VCPU\":0");
        assertThat(staleness(old)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void tellEachOfItsOwnDiskAndWhereTheOtherIs() throws Exception {
        for (Region region : PARTITION_REGIONS) {
            first.door.provide("/regions/" + region.name(), UUID.randomUUID(), 100);
        }
        for (Instance instance : List.of(first, second)) {
            JsonNode told =
                    Awaitility.await().atMost(TIMEOUT).until(() -> stores(instance), stores -> isComplete(stores));
            assertThat(Schemas.REPLY_STORES.violation(told)).isEmpty();
            assertThat(told.path("instance").asText()).isEqualTo(instance == first ? "first" : "second");
            assertThat(told.path("address").asText()).isEqualTo("127.0.0.1:" + instance.door.port());
            assertThat(told.path("instances"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("127.0.0.1:" + first.door.port(), "127.0.0.1:" + second.door.port());
            for (Region region : PARTITION_REGIONS) {
                JsonNode partition = told.path("partitions").get(Partitions.of(region, PARTITIONS));
                assertThat(partition.path("role").asText()).isEqualTo(instance.serves(region) ? "owner" : "standby");
                JsonNode digest = new ObjectMapper()
                        .readTree(first.door
                                .get("/regions/" + region.name() + "/audit/digest")
                                .body());
                assertThat(partition.path("regions").get(0)).isEqualTo(digest);
            }
        }
    }

    private static JsonNode stores(Instance instance) throws IOException {
        return new ObjectMapper().readTree(instance.door.get("/audit/stores").body());
    }

    /** Whether every partition has been committed with its region and both its commands. */
    private static boolean isComplete(JsonNode stores) {
        int complete = 0;
        for (JsonNode partition : stores.path("partitions")) {
            boolean isSound = partition.path("doubts").isEmpty();
            complete +=
                    isSound && partition.path("regions").path(0).path("decided").asInt() == 2 ? 1 : 0;
        }
        return complete == PARTITIONS;
    }

    private static Optional<String> madeBy(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-berth-answered-by");
    }

    private static void assertMadeBy(String instance, HttpResponse<String> answer) {
        assertThat(madeBy(answer)).contains(instance);
    }

    private static Duration staleness(HttpResponse<String> answer) {
        String text = answer.headers().firstValue("x-berth-staleness").orElseThrow();
        return Duration.ofMillis(Long.parseLong(text.replace("ms", "")));
    }

    private List<String> claimThroughBothDoors(String prefix, UUID provider) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < CLAIMS; i++) {
            Door door = i % 2 == 0 ? first.door : second.door;
            UUID consumer = UUID.randomUUID();
            assertThat(door.claim(prefix, consumer, provider).statusCode()).isEqualTo(204);
            paths.add(prefix + "/allocations/" + consumer);
        }
        return paths;
    }

    private List<String> answersOfBoth(List<String> paths) {
        List<String> answers = new ArrayList<>();
        for (String path : paths) {
            HttpResponse<String> answer = first.door.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(second.door.get(path).body()).as(path).isEqualTo(answer.body());
            answers.add(answer.body());
        }
        return answers;
    }

    /** Claims in all regions through the second door while the first instance stops; gives what was acknowledged. */
    private List<String> claimWhileTheFirstStops(UUID provider) {
        AtomicBoolean hasStopped = new AtomicBoolean();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            first.close();
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .until(() -> PARTITION_REGIONS.stream().allMatch(second::serves));
            hasStopped.set(true);
        });
        List<String> acknowledged = new ArrayList<>();
        boolean isLast = false;
        while (!isLast && !stopped.isCompletedExceptionally()) {
            isLast = hasStopped.get();
            for (Region region : PARTITION_REGIONS) {
                String prefix = "/regions/" + region.name();
                UUID consumer = UUID.randomUUID();
                HttpResponse<String> answer = second.door.claim(prefix, consumer, provider);
                if (answer.statusCode() == 204) {
                    acknowledged.add(prefix + "/allocations/" + consumer);
                    assertThat(second.door
                                    .get(prefix + "/allocations/" + consumer)
                                    .body())
                            .satisfiesAnyOf(
                                    body -> assertThat(body).contains(provider.toString()),
                                    body -> assertThat(body).contains("cannot be served now"));
                } else {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
                    assertThat(isLast).as("the survivor takes claims").isFalse();
                }
            }
        }
        stopped.join();
        return acknowledged;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
