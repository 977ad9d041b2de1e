package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log on a real broker tells of a device, and of who did it. */
final class DeviceHistoryTest {
    private static final PciAddress DEVICE = PciAddress.of("0000:81:00.1");
    private static final String REPORT =
            "report cn1 VCPU=8 and nic0 under cn1 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF";
    private static final String CLAIM = "claim vm1@- nic0:CUSTOM_PCI_8086_10ED=1";
    private static final String RELEASE = "release vm1";

    private static final Origin AGENT = Origin.agent("cn1.example.org", "0.1");
    private static final Origin CALLER = new Origin(
            Optional.of(Origin.HTTP),
            Optional.of("req-00000000-0000-4000-8000-000000000001"),
            Optional.of("req-00000000-0000-4000-8000-000000000002"),
            Optional.of("nova"),
            Optional.of("service"),
            ImmutableSortedSet.of("admin", "member of all"),
            Optional.empty(),
            Optional.empty());

    /** By a door that this version does not know, from somebody who would like to look like somebody else. */
    private static final Origin FORGER = new Origin(
            Optional.of("robot"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("admin\u202e (vouched for) \" \\"),
            Optional.empty(),
            ImmutableSortedSet.of(),
            Optional.empty(),
            Optional.empty());

    private static EmbeddedKafka kafka;
    private static SchemaRegistry registry;
    private static CommandPublisher publisher;
    private static KafkaConnection connection;
    private static int commands;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        TopicAdmin.ensure(connection, 3, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(registry));
    }

    @AfterAll
    static void stop() {
        publisher.close();
        registry.close();
        kafka.close();
    }

    @Test
    void tellsWhoSentEachCommand() throws Exception {
        Region region = new Region("told");
        send(region, REPORT, Optional.of(AGENT));
        send(region, CLAIM, Optional.of(CALLER));
        send(region, RELEASE, Optional.empty());
        send(region, "claim vm2@- nic0:CUSTOM_PCI_8086_10ED=1", Optional.of(FORGER));

        List<DeviceChange> history = history(region);
        assertThat(history)
                .extracting(DeviceChange::origin)
                .containsExactly(Optional.of(AGENT), Optional.of(CALLER), Optional.empty(), Optional.of(FORGER));
        assertThat(history.stream().map(DeviceChangeText::of))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("(REPORT_HOST) by agent agent=cn1.example.org version=0.1 (self-declared)"),
                        line -> assertThat(line)
                                .endsWith("(CLAIM_ALLOCATIONS) by http user=nova project=service"
                                        + " roles=admin,\"member of all\""
                                        + " request=req-00000000-0000-4000-8000-000000000001"
                                        + " global-request=req-00000000-0000-4000-8000-000000000002 (self-declared)"),
                        line -> assertThat(line).endsWith("(RELEASE_ALLOCATIONS) sender not told"),
                        line -> assertThat(line)
                                .endsWith("by robot user=\"admin\\u202e (vouched for) \\\" \\\\\" (self-declared)"));
    }

    @Test
    void tellsProgramsWhoSentEachCommandAndThatNothingProvesIt() throws Exception {
        Region region = new Region("told-as-json");
        send(region, REPORT, Optional.empty());
        send(region, CLAIM, Optional.of(CALLER));

        List<String> lines =
                history(region).stream().map(DeviceChangeText::json).toList();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(lines.get(0)).get("origin").isNull()).isTrue();
        JsonNode origin = mapper.readTree(lines.get(1)).get("origin");
        assertThat(origin).isEqualTo(mapper.readTree("""
                        {"self_declared": true, "kind": "http", "user_id": "nova", "project_id": "service",
                         "roles": ["admin", "member of all"],
                         "request_id": "req-00000000-0000-4000-8000-000000000001",
                         "global_request_id": "req-00000000-0000-4000-8000-000000000002",
                         "agent_host": null, "agent_version": null}"""));
    }

    /** The command that ends a stop is decided before those that waited, which are still told by their own senders. */
    @Test
    void tellsWhoSentWhatHadWaitedBehindAStop() throws Exception {
        Region region = new Region("stopped");
        send(region, REPORT, Optional.of(AGENT));
        long bad = sendGarbage(region);
        send(region, CLAIM, Optional.of(CALLER));
        send(region, RELEASE, Optional.of(FORGER));
        publish(region, new SkipRecord(id(), bad), Optional.of(Origin.operator("root")));

        assertThat(history(region))
                .extracting(DeviceChange::origin)
                .containsExactly(Optional.of(AGENT), Optional.of(CALLER), Optional.of(FORGER));
    }

    @Test
    void tellsOfEachHostWithADeviceThereAndOfOneAloneIfThatIsMeant() throws Exception {
        Region region = new Region("two-hosts");
        send(region, REPORT, Optional.empty());
        send(
                region,
                "report cn2 VCPU=8 and nic2 under cn2 CUSTOM_PCI_8086_10ED=1 offers 81:00.1/type=VF",
                Optional.empty());
        send(region, "claim vm1@- nic2:CUSTOM_PCI_8086_10ED=1", Optional.empty());
        send(region, "report cn1 VCPU=4", Optional.empty());

        List<DeviceChange> all = history(region);
        ProviderId first = all.get(0).host();
        ProviderId second = all.get(1).host();
        assertThat(all).extracting(DeviceChange::host).containsExactly(first, second, second, first);
        assertThat(history(region, Optional.of(second))).isEqualTo(List.of(all.get(1), all.get(2)));
        assertThat(all.get(3).after()).isEmpty();
    }

    private static List<DeviceChange> history(Region region) {
        return history(region, Optional.empty());
    }

    private static List<DeviceChange> history(Region region, Optional<ProviderId> host) {
        List<DeviceChange> history = new ArrayList<>();
        DeviceHistory.read(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ofMillis(500)),
                region,
                DEVICE,
                host,
                history::add);
        return history;
    }

    private static void send(Region region, String line, Optional<Origin> origin) {
        publish(region, new CommandReader(new Symbols()).read(id(), line), origin);
    }

    private static Position publish(Region region, Command command, Optional<Origin> origin) {
        return publisher
                .publish(region, new Sent(command, origin, Optional.empty()))
                .toCompletableFuture()
                .join();
    }

    private static long sendGarbage(Region region) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(Topics.LOG.topic(), Partitions.key(region), new byte[] {7}))
                    .get()
                    .offset();
        }
    }

    private static CommandId id() {
        return new CommandId(new UUID(1, commands++));
    }
}
