package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.Agent;
import dev.berth.agent.ReportNumbers;
import dev.berth.agent.ReportSink;
import dev.berth.agent.http.HttpService;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.agent.sink.ContactListener;
import dev.berth.agent.sink.HostListener;
import dev.berth.agent.sink.HttpReportSink;
import dev.berth.agent.sink.SignedReportSink;
import dev.berth.api.policy.PolicySettings;
import dev.berth.cli.Run;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.Backbone;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.Storage;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.host.HostRow;
import dev.berth.events.host.HostRowKey;
import dev.berth.events.log.HostRowPublisher;
import dev.berth.events.log.HostRowReader;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.log.Topics;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.report.ReportKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What an agent hears of its host, through both doors, and what it then does. Each test has a host of its own. */
class ListeningAgentTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static Service service;
    private static Access access;
    private static SchemaRegistry schemas;
    private static ReportPublisher publisher;

    private enum Door {
        HTTP,
        KAFKA
    }

    private final ProviderId host = new ProviderId(UUID.randomUUID());
    private final List<HostListener> listeners = new ArrayList<>();

    @BeforeAll
    static void start() throws InterruptedException {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
        ServiceOptions options = new ServiceOptions();
        CommandLine command = new CommandLine(options);
        command.parseArgs("--port", "0");
        access = options.open(PolicySettings.PLACEMENT);
        service = Service.start(
                options.settings(
                        backbone.kafka(),
                        backbone.registryUrl(),
                        dir.resolve("stores"),
                        "listening",
                        access,
                        1,
                        3,
                        port -> Optional.empty(),
                        options.authentication(command)),
                Storage.UNWATCHED);
        schemas = SchemaRegistry.connect(backbone.registryUrl());
        publisher = ReportPublisher.open(backbone.kafka());
    }

    @AfterAll
    static void stop() {
        publisher.close();
        schemas.close();
        service.close();
        access.close();
        backbone.close();
    }

    @AfterEach
    void close() {
        listeners.forEach(HostListener::close);
    }

    @ParameterizedTest
    @EnumSource
    void hearsWhyItsReportIsRefusedAndThatAnotherIsGranted(Door door) throws Exception {
        createProvider("taken-" + door);
        Agent refused = agent(door, "taken-" + door, TIMEOUT);

        Agent.Step step = refused.step();
        assertThat(step).isInstanceOf(Agent.Step.Declined.class);
        assertThat(((Agent.Step.Declined) step).why()).contains("Another resource provider than", "taken-" + door);
        assertThat(refused.step()).isEqualTo(new Agent.Step.Unchanged());

        Agent.Step granted = agent(door, "free-" + door, TIMEOUT).step();
        assertThat(((Agent.Step.Published) granted).receipt()).isInstanceOf(ReportSink.Receipt.Accepted.class);
        JsonNode last = ask("GET", "/hosts/" + host + "/report", "");
        assertThat(last.path("digest").asText()).hasSize(64);
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackWhatOthersHaveDeleted(Door door) throws Exception {
        Agent agent = agent(door, "deleted-" + door, TIMEOUT);
        assertThat(agent.step()).isInstanceOf(Agent.Step.Published.class);
        assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());

        ask("DELETE", "/resource_providers/" + host, "");
        for (int look = 0; look < 10 && agent.step().equals(new Agent.Step.Unchanged()); look++) {
            Thread.sleep(100);
        }
        assertThat(ask("GET", "/resource_providers/" + host, "").path("name").asText())
                .isEqualTo("deleted-" + door);
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackWhatOthersHaveChangedButNotWhatAnOperatorHasSetBesideIt(Door door) throws Exception {
        Agent agent = agent(door, "changed-" + door, TIMEOUT);
        agent.step();
        put(Map.of("total", 8, "reserved", 2, "max_unit", Integer.MAX_VALUE));
        for (int look = 0; look < 5; look++) {
            assertThat(agent.step()).isEqualTo(new Agent.Step.Unchanged());
            Thread.sleep(100);
        }

        put(Map.of("total", 4, "reserved", 2, "max_unit", Integer.MAX_VALUE));
        for (int look = 0; look < 10 && agent.step().equals(new Agent.Step.Unchanged()); look++) {
            Thread.sleep(100);
        }
        JsonNode vcpu = ask("GET", "/resource_providers/" + host + "/inventories/VCPU", "");
        assertThat(vcpu.path("total").asLong()).isEqualTo(8);
        assertThat(vcpu.path("reserved").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void writesNothingToTheLogWhileAllOfItStandsNotEvenAfterARestart(Door door) throws Exception {
        agent(door, "quiet-" + door, TIMEOUT).step();
        Agent restarted = agent(door, "quiet-" + door, TIMEOUT);
        long before = logEnd();

        assertThat(restarted.step()).isInstanceOf(Agent.Step.Standing.class);
        for (int look = 0; look < 5; look++) {
            assertThat(restarted.step()).isEqualTo(new Agent.Step.Unchanged());
        }
        assertThat(logEnd()).isEqualTo(before);
        assertThat(ask("GET", "/hosts/" + host, "").path("last_heard_at").asText())
                .startsWith("20");
    }

    /** All that stood there follows from the log or is heard again, so nobody has to wait for an operator. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 57 s; run with -Dfaults=true")
    void decidesOnAndTellsAgainWhatStandsAfterItsTopicWasDeleted() throws Exception {
        Agent agent = agent(Door.KAFKA, "outlives", TIMEOUT);
        agent.step();
        String digest =
                ask("GET", "/hosts/" + host + "/report", "").path("digest").asText();

        deleteHostsTopic();
        for (int number = 0; number < 3; number++) {
            // Who asks in the moment in which the partition is taken up again is told so with 503, and asks again.
            Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> report(Door.HTTP, "after-" + UUID.randomUUID()));
        }
        // What a thread was about to write when its transaction failed is found missing within a minute.
        Map<HostRow.Kind, HostRow> rows = awaitRows(Duration.ofSeconds(100), HostRow.Kind.VOUCHED, HostRow.Kind.HEARD);

        assertThat(((HostRow.Vouched) rows.get(HostRow.Kind.VOUCHED)).digest()).hasToString(digest);
        assertThat(setting("cleanup.policy")).isEqualTo("compact");
        assertThat(ask("GET", "/metrics")).contains("berth_hosts_topic_renewed_total 1.0", "topic_failing 0.0");

        ask("DELETE", "/resource_providers/" + host, "");
        for (int look = 0;
                look < 50 && send("GET", "/resource_providers/" + host, "").statusCode() != 200;
                look++) {
            agent.step();
            Thread.sleep(100);
        }
        assertThat(ask("GET", "/resource_providers/" + host, "").path("name").asText())
                .isEqualTo("outlives");
    }

    /** What others have written there holds until the service looks the second time, within a minute. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 1 min; run with -Dfaults=true")
    void writesOverWhatOthersHaveWrittenOfAHost() throws Exception {
        agent(Door.KAFKA, "forged", TIMEOUT).step();
        String digest =
                ask("GET", "/hosts/" + host + "/report", "").path("digest").asText();
        Map<HostRow.Kind, HostRow> before = awaitRows(HostRow.Kind.VOUCHED);
        HostRow.Vouched forged = new HostRow.Vouched(
                ((HostRow.Vouched) before.get(HostRow.Kind.VOUCHED)).position(), Sha256.of(new byte[] {1}));
        try (HostRowPublisher forger = new HostRowPublisher(backbone.kafka(), new HostRowCodec(schemas))) {
            forger.publish(new HostRowKey(Region.DEFAULT, host, HostRow.Kind.VOUCHED), Optional.of(forged));
        }
        assertThat(awaitRows(HostRow.Kind.VOUCHED).get(HostRow.Kind.VOUCHED)).isEqualTo(forged);

        long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        Map<HostRow.Kind, HostRow> after;
        do {
            Thread.sleep(1_000);
            after = awaitRows(HostRow.Kind.VOUCHED);
        } while (after.get(HostRow.Kind.VOUCHED).equals(forged) && System.nanoTime() < deadlineNs);
        assertThat(((HostRow.Vouched) after.get(HostRow.Kind.VOUCHED)).digest()).hasToString(digest);
    }

    @Test
    void operatorsSeeWhenAHostWasHeardOf() throws Exception {
        agent(Door.HTTP, "heard", TIMEOUT).step();

        String listed = Run.of("host", "list", "--name", "heard", "--table", "--url", service.url())
                .out();
        assertThat(listed).containsPattern("heard +" + host + " +yes +20\\d\\d-\\d\\d-\\d\\dT");
        assertThat(Run.of("host", "show", "heard", "--table", "--url", service.url())
                        .out())
                .containsPattern("last heard +20\\d\\d-");
    }

    @Test
    void saysThatNothingToldWhetherItWasGranted() throws Exception {
        Agent stranger = new Agent(() -> report("stranger", 8), signed(ReportKeys.generate(), SOON));

        Agent.Step step = stranger.once();
        assertThat(((Agent.Step.Published) step).receipt()).isEqualTo(new ReportSink.Receipt.Unheard(Optional.empty()));
        assertThat(send("GET", "/hosts/" + host + "/report", "").statusCode()).isEqualTo(404);
    }

    private Agent agent(Door door, String name, Duration timeout) throws Exception {
        PrivateKey key = ReportKeys.generate();
        ask("PUT", "/hosts/" + host + "/enrolment", "{\"key\": \"" + ReportKeys.publicKey(key) + "\"}");
        ReportSink sink = door == Door.KAFKA ? signed(key, timeout) : overHttp();
        return new Agent(() -> report(name, 8), sink);
    }

    private static ReportSink overHttp() {
        HttpService http = new HttpService(URI.create(service.url()), Optional.empty(), () -> Optional.of("admin"));
        return new HttpReportSink(http, Region.DEFAULT, new ReportNumbers(System::currentTimeMillis, Optional.empty()));
    }

    private ReportSink signed(PrivateKey key, Duration timeout) {
        HostListener listener = new HostListener(backbone.kafka(), new HostRowCodec(schemas), Region.DEFAULT);
        listeners.add(listener);
        return new SignedReportSink(
                publisher,
                new CommandCodec(schemas),
                key,
                Region.DEFAULT,
                new ReportNumbers(System::currentTimeMillis, Optional.empty()),
                listener,
                timeout,
                ContactListener.UNWATCHED);
    }

    private ReportAttempt report(String name, long cpus) {
        ReportedProvider provider = new ReportedProvider(
                host,
                name,
                Optional.empty(),
                ImmutableSortedMap.of(ResourceClass.of("VCPU"), InventoryRecord.of(cpus)),
                ImmutableSortedSet.of());
        return ReportAttempt.made(
                new ReportedHost(host, ImmutableList.of(provider), ImmutableList.of(), ImmutableList.of()), List.of());
    }

    private void report(Door door, String name) throws Exception {
        ListeningAgentTest other = new ListeningAgentTest();
        Agent.Step step = other.agent(door, name, TIMEOUT).step();
        assertThat(step).isInstanceOf(Agent.Step.Published.class);
        assertThat(((Agent.Step.Published) step).receipt()).isInstanceOf(ReportSink.Receipt.Accepted.class);
    }

    private static void deleteHostsTopic() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.HOSTS.topic())).all().get();
        }
    }

    private static String setting(String name) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.HOSTS.topic());
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            return admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .get(topic)
                    .get(name)
                    .value();
        }
    }

    /** The host's newest rows, read from the beginning of the topic until these kinds are among them. */
    private Map<HostRow.Kind, HostRow> awaitRows(HostRow.Kind... kinds) throws InterruptedException {
        return awaitRows(TIMEOUT, kinds);
    }

    private Map<HostRow.Kind, HostRow> awaitRows(Duration timeout, HostRow.Kind... kinds) throws InterruptedException {
        Map<HostRow.Kind, HostRow> rows = new EnumMap<>(HostRow.Kind.class);
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (!rows.keySet().containsAll(List.of(kinds)) && System.nanoTime() < deadlineNs) {
            Thread.sleep(100);
            try (HostRowReader reader =
                    HostRowReader.of(backbone.kafka(), new HostRowCodec(schemas), Region.DEFAULT, host)) {
                reader.readToEnd(
                        TIMEOUT,
                        told -> told.row()
                                .ifPresentOrElse(
                                        row -> rows.put(row.kind(), row),
                                        () -> rows.remove(told.key().kind())));
            }
        }
        assertThat(rows).containsKeys(kinds);
        return rows;
    }

    private static void createProvider(String name) throws Exception {
        ask("POST", "/resource_providers", "{\"name\": \"" + name + "\"}");
    }

    private void put(Map<String, Object> inventory) throws Exception {
        long generation =
                ask("GET", "/resource_providers/" + host, "").path("generation").asLong();
        ask(
                "PUT",
                "/resource_providers/" + host + "/inventories",
                MAPPER.writeValueAsString(
                        Map.of("resource_provider_generation", generation, "inventories", Map.of("VCPU", inventory))));
    }

    private static long logEnd() throws ExecutionException, InterruptedException {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", backbone.kafka().bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> partitions = Map.of(
                    new TopicPartition(Topics.LOG.topic(), 0), OffsetSpec.latest(),
                    new TopicPartition(Topics.LOG.topic(), 1), OffsetSpec.latest(),
                    new TopicPartition(Topics.LOG.topic(), 2), OffsetSpec.latest());
            return admin.listOffsets(partitions).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }

    private static JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return MAPPER.readTree(answer.body());
    }

    private static String ask(String method, String path) throws IOException, InterruptedException {
        return send(method, path, "").body();
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
