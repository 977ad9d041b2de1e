package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.log.ReportReader;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.events.report.ReportKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Kills {@code berth up} between the append of reports and the commit of their offsets, and starts it again. */
@EnabledIfSystemProperty(
        named = "faults",
        matches = "true",
        disabledReason = "takes half a minute; run with -Dfaults=true")
class KilledIntakeTest {
    private static final int HOSTS = 150;

    /** So many reports are decided and not committed when the process is killed, at least. */
    private static final int UNCOMMITTED = 10;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Map<ProviderId, PrivateKey> keys = new LinkedHashMap<>();

    private final AtomicInteger acknowledged = new AtomicInteger();

    @TempDir
    private Path dir;

    @Test
    void decidesEachReportOnceOverAKill() throws Exception {
        Path data = dir.resolve("data");
        Map<ProviderId, byte[]> records = new LinkedHashMap<>();
        try (BerthProcess up = BerthProcess.start(data)) {
            enrol(up.url());
            KafkaConnection kafka = KafkaConnection.to(up.kafka());
            try (SchemaRegistry schemas = SchemaRegistry.connect(up.registry());
                    ReportPublisher reports = ReportPublisher.open(kafka)) {
                CommandCodec codec = new CommandCodec(schemas);
                keys.forEach((host, key) -> records.put(host, sealed(host, key, codec)));
                Thread sender = new Thread(() -> sendSlowly(reports, records));
                sender.start();
                awaitUncommitted(kafka);
                up.kill();
                sender.interrupt();
                sender.join();
            }
        }

        try (BerthProcess again = BerthProcess.start(data)) {
            KafkaConnection kafka = KafkaConnection.to(again.kafka());
            Awaitility.await().atMost(TIMEOUT).until(() -> accepted(again).size() >= acknowledged.get());
            long readAgain = readAgain(again.url());
            System.err.printf("%d reports were taken by Kafka, %d read again%n", acknowledged.get(), readAgain);
            assertThat(readAgain).isPositive();

            // As an agent does that has not heard of the others; those that arrived come to nothing.
            try (ReportPublisher reports = ReportPublisher.open(kafka)) {
                List<CompletionStage<Void>> sent = new ArrayList<>();
                records.forEach((host, record) -> sent.add(reports.publish(Region.DEFAULT, host, record)));
                for (CompletionStage<Void> each : sent) {
                    each.toCompletableFuture().get(20, TimeUnit.SECONDS);
                }
            }
            Awaitility.await().atMost(TIMEOUT).until(() -> accepted(again).size() >= HOSTS);
            awaitAllCommitted(kafka);
            assertThat(accepted(again)).hasSize(HOSTS).doesNotHaveDuplicates();
        }
    }

    private void enrol(URI service) throws Exception {
        for (int i = 0; i < HOSTS; i++) {
            ProviderId host = new ProviderId(UUID.randomUUID());
            PrivateKey key = ReportKeys.generate();
            keys.put(host, key);
            HttpRequest request = HttpRequest.newBuilder(service.resolve("/hosts/" + host + "/enrolment"))
                    .header("x-auth-token", "admin")
                    .header("content-type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(new ObjectMapper()
                            .createObjectNode()
                            .put("key", ReportKeys.publicKey(key).toString())
                            .toString()))
                    .build();
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        }
    }

    private static byte[] sealed(ProviderId host, PrivateKey key, CommandCodec codec) {
        ReportHost report = new ReportHost(
                        new CommandId(UUID.randomUUID()),
                        host,
                        ImmutableList.of(new ReportedProvider(
                                host,
                                "name-" + host,
                                Optional.empty(),
                                ImmutableSortedMap.of(),
                                ImmutableSortedSet.of())))
                .withSequence(1);
        return new ReportEnvelope(Region.DEFAULT, host, 1, Optional.empty(), Optional.empty(), codec.encode(report))
                .seal(key);
    }

    private void sendSlowly(ReportPublisher reports, Map<ProviderId, byte[]> records) {
        try {
            for (Map.Entry<ProviderId, byte[]> each : records.entrySet()) {
                reports.publish(Region.DEFAULT, each.getKey(), each.getValue()).thenRun(acknowledged::incrementAndGet);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Right after a commit, so that the next one is half a second away. */
    private static void awaitUncommitted(KafkaConnection kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            long enrolments = end(admin) - committed(admin);
            long first = committed(admin);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (committed(admin) <= first + UNCOMMITTED) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            while (end(admin) - enrolments < committed(admin) + UNCOMMITTED) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static void awaitAllCommitted(KafkaConnection kafka) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicPartition partition = new TopicPartition(Topics.REPORTS.topic(), 0);
            Awaitility.await().atMost(TIMEOUT).until(() -> committed(admin) == end(admin, partition));
        }
    }

    private static long end(Admin admin) throws Exception {
        return end(admin, new TopicPartition(Topics.LOG.topic(), 0));
    }

    private static long end(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static long committed(Admin admin) throws Exception {
        OffsetAndMetadata committed = admin.listConsumerGroupOffsets(ReportReader.GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(Topics.REPORTS.topic(), 0));
        return committed == null ? 0 : committed.offset();
    }

    private static long readAgain(URI service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/metrics"))
                .header("x-auth-token", "admin")
                .build();
        String metrics =
                CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher repeated =
                Pattern.compile("berth_intake_repeated_total ([0-9.]+)").matcher(metrics);
        return repeated.find() ? (long) Double.parseDouble(repeated.group(1)) : 0;
    }

    /** The reports that were accepted, each as often as that happened. */
    private static List<CommandId> accepted(BerthProcess up) {
        List<CommandId> accepted = new ArrayList<>();
        try (SchemaRegistry schemas = SchemaRegistry.connect(up.registry());
                LogReader reader = LogReader.open(KafkaConnection.to(up.kafka()), Topics.DECISIONS.topic())) {
            DecisionCodec codec = new DecisionCodec(schemas);
            for (Optional<LogRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                Decision decision = codec.decode(next.get().value()).orElseThrow(IllegalStateException::new);
                if (decision.commandKind() == CommandKind.REPORT_HOST
                        && decision.outcome() instanceof Outcome.Accepted) {
                    accepted.add(decision.commandId());
                }
            }
        }
        return accepted;
    }
}
