package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.service.Backbone;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.store.RegionStore;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What /livez and /readyz say of one instance from its first moment to the end of its Kafka. */
class ProbesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String CHANGELOG = ProjectorConfig.APPLICATION_ID + "-" + RegionStore.NAME + "-changelog";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    private final HttpClient client = HttpClient.newHttpClient();
    private URI base;
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        base = URI.create("http://127.0.0.1:" + port);
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 30 s; run with -Dfaults=true")
    void tellWhatIsSoFromTheFirstMomentToTheLast() throws Exception {
        try (Backbone backbone =
                Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {})) {
            TopicAdmin.ensure(backbone.kafka(), 1, 1);
            createChangelog(backbone);
            try (KafkaProducer<byte[], byte[]> intruder = producer(backbone, Map.of("transactional.id", "intruder"))) {
                leaveATransactionOpen(intruder);
                tell(backbone, intruder);
            }
        }
    }

    private static void createChangelog(Backbone backbone) throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            admin.createTopics(
                            List.of(new NewTopic(CHANGELOG, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
    }

    @SuppressWarnings("try") // Kafka ends before the service, and what the service says then is the point.
    private void tell(Backbone backbone, KafkaProducer<byte[], byte[]> intruder) throws Exception {
        try (BerthProcess berth = begin(backbone)) {
            answersWhileItRestores();

            intruder.abortTransaction();
            berth.awaitReady();
            assertThat(get("/readyz").statusCode()).isEqualTo(200);
            JsonNode ready = read("/readyz");
            assertThat(ready.path("status").asText()).isEqualTo("ready");
            assertThat(ready.at("/partitions/0/state").asText()).isEqualTo("served");
            assertThat(put("/traits/CUSTOM_A").statusCode()).isEqualTo(201);
            assertThat(verify(backbone).status()).isEqualTo(ExitCode.OK);

            namesARegionThatHasStopped(backbone);

            backbone.close();
            eventually().until(() -> get("/readyz").statusCode() == 503);
            assertThat(read("/readyz").at("/partitions/0/state").asText()).isEqualTo("waits for log");
            assertThat(get("/livez").statusCode()).as("Kafka may come back").isEqualTo(200);
        }
    }

    /** No store is restored past it. */
    private static void leaveATransactionOpen(KafkaProducer<byte[], byte[]> intruder) {
        intruder.initTransactions();
        intruder.beginTransaction();
        intruder.send(new ProducerRecord<>(CHANGELOG, 0, new byte[] {9}, new byte[] {9}));
        intruder.flush();
    }

    private void answersWhileItRestores() throws Exception {
        eventually()
                .until(() -> read("/readyz").at("/partitions/0/state").asText().equals("restoring")
                        && read("/readyz").at("/partitions/0/of").isNumber());
        JsonNode waiting = read("/readyz");
        assertThat(waiting.path("status").asText()).isEqualTo("not ready");
        assertThat(waiting.at("/partitions/0/at").asLong()).isZero();
        assertThat(waiting.at("/partitions/0/of").asLong()).isEqualTo(1);
        assertThat(waiting.at("/reasons/0").asText()).isEqualTo("The service starts and is not ready yet.");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/livez").statusCode()).isEqualTo(200);

        HttpResponse<String> read = get("/traits");
        assertThat(read.statusCode()).isEqualTo(503);
        assertThat(read.headers().firstValue("retry-after")).hasValue("1");
        assertThat(read.body()).contains("has yet to restore it");
        HttpResponse<String> write = put("/traits/CUSTOM_A");
        assertThat(write.statusCode()).isEqualTo(503);
        assertThat(write.body()).contains("berth.not_appended");
    }

    private void namesARegionThatHasStopped(Backbone backbone) throws Exception {
        long offset;
        try (KafkaProducer<byte[], byte[]> producer = producer(backbone, Map.of())) {
            offset = producer.send(new ProducerRecord<>(
                            Topics.LOG.topic(), 0, "east".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9}))
                    .get()
                    .offset();
        }
        eventually().until(() -> get("/readyz").statusCode() == 503);
        JsonNode stopped = read("/readyz");
        assertThat(stopped.at("/partitions/0/state").asText()).isEqualTo("served");
        assertThat(stopped.path("regions_served").asInt()).as("the default one").isEqualTo(1);
        assertThat(stopped.at("/not_served/0/region").asText()).isEqualTo("east");
        assertThat(stopped.at("/not_served/0/state").asText()).isEqualTo("stopped");
        assertThat(stopped.at("/not_served/0/position").asText()).isEqualTo("0@" + offset);
        assertThat(stopped.at("/reasons/0").asText()).startsWith("Region east: stopped at 0@" + offset + ": ");
        assertThat(get("/livez").statusCode()).isEqualTo(200);

        Run verified = verify(backbone);
        assertThat(verified.status()).isEqualTo(ExitCode.STOPPED);
        assertThat(verified.out())
                .contains("region east has stopped at 0@" + offset, "identical, but 1 region stopped");

        assertThat(run(backbone, "skip", "--region", "east", "--offset", Long.toString(offset), "--yes")
                        .status())
                .isEqualTo(ExitCode.OK);
        eventually().until(() -> get("/readyz").statusCode() == 200);
        assertThat(verify(backbone).status()).isEqualTo(ExitCode.OK);

        Run history = run(backbone, "audit", "history", "device", "0000:81:00.1");
        assertThat(history.status()).isEqualTo(ExitCode.OK);
        assertThat(history.out()).isEmpty();
        assertThat(history.err())
                .contains("Nothing ever happened to device 0000:81:00.1 of any host in region default.");
    }

    private Run verify(Backbone backbone) {
        return run(backbone, "audit", "verify", "--url", base.toString());
    }

    private static Run run(Backbone backbone, String... command) {
        String[] all = new String[command.length + 4];
        System.arraycopy(command, 0, all, 0, command.length);
        all[command.length] = "--kafka";
        all[command.length + 1] = backbone.kafka().bootstrapServers();
        all[command.length + 2] = "--registry";
        all[command.length + 3] = backbone.registryUrl();
        return Run.of(all);
    }

    private BerthProcess begin(Backbone backbone) throws IOException {
        return BerthProcess.begin(
                dir.resolve("data"),
                "serve",
                "--kafka",
                backbone.kafka().bootstrapServers(),
                "--registry",
                backbone.registryUrl(),
                "--port",
                Integer.toString(port),
                "--partitions",
                "1",
                "--replicas",
                "1");
    }

    private static KafkaProducer<byte[], byte[]> producer(Backbone backbone, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", backbone.kafka().bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ConditionFactory eventually() {
        return Awaitility.await()
                .atMost(TIMEOUT)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .ignoreExceptionsMatching(e -> e instanceof ConnectException);
    }

    private JsonNode read(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(String path) throws Exception {
        return client.send(request(path).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39");
    }
}
