package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.Why;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log on a real broker tells of what happened, of who did it, and why. */
final class RegionReadingTest {
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

        List<HistoryEntry> history = history(region);
        assertThat(history)
                .extracting(HistoryEntry::origin)
                .containsExactly(Optional.of(AGENT), Optional.of(CALLER), Optional.empty(), Optional.of(FORGER));
        assertThat(history.stream()
                        .map(each -> HistoryText.of(each).lines().findFirst().orElseThrow()))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith("  REPORT_HOST  by agent agent=cn1.example.org version=0.1 (self-declared)"),
                        line -> assertThat(line)
                                .endsWith("  CLAIM_ALLOCATIONS  by http user=nova project=service"
                                        + " roles=admin,\"member of all\""
                                        + " request=req-00000000-0000-4000-8000-000000000001"
                                        + " global-request=req-00000000-0000-4000-8000-000000000002 (self-declared)"),
                        line -> assertThat(line).endsWith("  RELEASE_ALLOCATIONS  sender not told"),
                        line -> assertThat(line)
                                .endsWith("by robot user=\"admin\\u202e (vouched for) \\\" \\\\\" (self-declared)"));
    }

    @Test
    void tellsProgramsWhoSentEachCommandAndThatNothingProvesIt() throws Exception {
        Region region = new Region("told-as-json");
        send(region, REPORT, Optional.empty());
        send(region, CLAIM, Optional.of(CALLER));

        List<String> lines = history(region).stream().map(HistoryText::json).toList();
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
                .extracting(HistoryEntry::origin)
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

        ProviderId first = new Symbols().provider("cn1");
        ProviderId second = new Symbols().provider("cn2");
        assertThat(history(region)).hasSize(4);
        List<HistoryEntry> ofSecond = history(region, Optional.of(second));
        assertThat(ofSecond).hasSize(2).isEqualTo(history(region).subList(1, 3));
        assertThat(history(region, Optional.of(first)).get(1).changes())
                .isNotEmpty()
                .allMatch(change -> change.to().isEmpty());
    }

    /** The same code tells it over HTTP; see HistoryRoutesTest. */
    @Test
    void tellsWhyAConsumerHasItsDevice() throws Exception {
        Region region = new Region("why");
        send(region, REPORT, Optional.of(AGENT));
        send(region, CLAIM, Optional.of(CALLER));
        ConsumerId consumer = new Symbols().consumer("vm1");
        Why why = reading(region).why(consumer, 5).orElseThrow();

        assertThat(why.origin()).contains(CALLER);
        assertThat(WhyText.of(why))
                .contains("devices  chosen by request", " had 1 free", "  * nic0 (", "* is what it got");
        JsonNode told = new ObjectMapper().readTree(WhyText.json(why));
        assertThat(told.at("/has/devices/0/address").asText()).isEqualTo(DEVICE.toString());
        assertThat(told.at("/alternatives/0/chosen").asBoolean()).isTrue();
        assertThat(reading(region).why(new ConsumerId(new UUID(0, 9)), 5)).isEmpty();
    }

    @Test
    void saysWhereARegionHasStopped() throws Exception {
        Region region = new Region("stands");
        send(region, REPORT, Optional.empty());
        long bad = sendGarbage(region);
        RegionReading reading = reading(region);
        reading.history(device(Optional.empty()), entry -> {});
        assertThat(reading.stop().orElseThrow().position().offset()).isEqualTo(bad);
    }

    /** What follows from records that are gone would be a guess. */
    @Test
    void refusesToTellOfALogWhoseBeginningWasDeleted(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka cut = EmbeddedKafka.start(directory)) {
            KafkaConnection there = KafkaConnection.to(cut.bootstrapServers());
            TopicAdmin.ensure(there, 1, 1);
            Region region = Region.DEFAULT;
            try (CommandPublisher to = CommandPublisher.open(there, new CommandCodec(registry))) {
                for (int i = 0; i < 3; i++) {
                    to.publish(region, new CommandReader(new Symbols()).read(id(), "provider cn" + i))
                            .toCompletableFuture()
                            .join();
                }
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", cut.bootstrapServers()))) {
                admin.deleteRecords(Map.of(new TopicPartition(Topics.LOG.topic(), 0), RecordsToDelete.beforeOffset(2)))
                        .all()
                        .get();
            }
            RegionReading reading = new RegionReading(AuditTarget.offline(there, registry), region, AuditProgress.NONE);
            assertThatThrownBy(() -> reading.history(device(Optional.empty()), entry -> {}))
                    .isInstanceOf(AuditFailedException.class)
                    .hasMessageContaining("the log of region default begins at 0@2");
        }
    }

    private static List<HistoryEntry> history(Region region) {
        return history(region, Optional.empty());
    }

    private static List<HistoryEntry> history(Region region, Optional<ProviderId> host) {
        List<HistoryEntry> history = new ArrayList<>();
        reading(region).history(device(host), history::add);
        return history;
    }

    private static Subject device(Optional<ProviderId> host) {
        return new Subject.OfDevice(DEVICE, host);
    }

    private static RegionReading reading(Region region) {
        return new RegionReading(AuditTarget.offline(connection, registry), region, AuditProgress.NONE);
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
