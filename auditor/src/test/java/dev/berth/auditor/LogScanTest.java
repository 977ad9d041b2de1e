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
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogPlace;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.PlainRecord;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a log on a real broker, with the decisions that were recorded of them. */
final class LogScanTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Symbols SYMBOLS = new Symbols();
    private static final Origin CALLER = new Origin(
            Optional.of(Origin.HTTP),
            Optional.of("req-1"),
            Optional.of("req-2"),
            Optional.of("nova"),
            Optional.of("service"),
            ImmutableSortedSet.of(),
            Optional.empty(),
            Optional.empty());

    private static EmbeddedKafka kafka;
    private static SchemaRegistry registry;
    private static CommandPublisher publisher;
    private static KafkaConnection connection;
    private static TestingService service;
    private static int commands;

    @BeforeAll
    static void start(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        TopicAdmin.ensure(connection, 3, 1);
        publisher = CommandPublisher.open(connection, new CommandCodec(registry));
        service = new TestingService(connection, registry);
    }

    @AfterAll
    static void stop() {
        service.close();
        publisher.close();
        registry.close();
        kafka.close();
    }

    @Test
    void showsWhatEachRecordCameToAndFindsItByAllThatItSays() throws Exception {
        Region region = new Region("found");
        Position created = send(region, "provider cn1", Optional.of(Origin.agent("cn1.example.org", "0.1")));
        Position stocked = send(region, "inventory cn1@0 VCPU=8", Optional.empty());
        Position claimed = send(region, "claim vm1@- cn1:VCPU=4", Optional.of(CALLER));
        Position refused = send(region, "claim vm2@- cn1:VCPU=5", Optional.of(CALLER));
        Position again = send(region, "drop-flavor none", Optional.empty());
        service.decide();
        Position late = send(region, "provider cn2", Optional.empty());

        assertThat(lines(region))
                .extracting(LogLine::outcome)
                .containsExactly(
                        "accepted", "accepted", "accepted", "CAPACITY_EXCEEDED", "FLAVOR_NOT_FOUND", "not decided");
        LogFilter all = of(region);
        String cn1 = SYMBOLS.provider("cn1").toString();
        assertThat(found(region, "--provider", cn1)).containsExactly(created, stocked, claimed, refused);
        assertThat(found(region, "--consumer", SYMBOLS.consumer("vm2").toString()))
                .containsExactly(refused);
        assertThat(found(region, "--user", "nova")).containsExactly(claimed, refused);
        assertThat(found(region, "--project", "service")).containsExactly(claimed, refused);
        assertThat(found(region, "--agent", "cn1.example.org")).containsExactly(created);
        assertThat(found(region, "--request", "req-1")).containsExactly(claimed, refused);
        assertThat(found(region, "--request", "req-2")).containsExactly(claimed, refused);
        assertThat(found(region, "--kind", "CREATE_PROVIDER")).containsExactly(created, late);
        assertThat(found(region, "--refusal", "FLAVOR_NOT_FOUND")).containsExactly(again);
        assertThat(found(region, "--refusal", "TRAIT_IN_USE")).isEmpty();
        List<LogLine> one = new ArrayList<>();
        new LogScan(target(), range(all, Optional.empty(), Optional.empty()), all, AuditProgress.NONE)
                .read(1, one::add);
        assertThat(one).extracting(LogLine::position).containsExactly(created);
    }

    @Test
    void tellsPeopleAndProgramsAllThatIsKnownOfARecord() throws Exception {
        Region region = new Region("told");
        send(region, "provider cn1", Optional.empty());
        send(region, "inventory cn1@0 VCPU=8", Optional.of(CALLER));
        send(region, "claim vm1@- cn1:VCPU=9", Optional.of(CALLER));
        service.decide();
        List<LogLine> lines = lines(region);

        JsonNode stocked = JSON.readTree(LogText.json(lines.get(1)));
        assertThat(stocked.at("/content/inventories/VCPU/total").asLong()).isEqualTo(8);
        assertThat(stocked.at("/events/0/kind").asText()).isEqualTo("INVENTORIES_REPLACED");
        assertThat(stocked.at("/events/0/event/inventories/VCPU/max_unit").asLong())
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(stocked.at("/origin/user_id").asText()).isEqualTo("nova");
        JsonNode refused = JSON.readTree(LogText.json(lines.get(2)));
        assertThat(refused.at("/refusal/code").asText()).isEqualTo("CAPACITY_EXCEEDED");
        assertThat(refused.at("/content/claims/0/allocations")).hasSize(1);
        assertThat(LogText.row(lines.get(2)))
                .contains("told", "CLAIM_ALLOCATIONS", "CAPACITY_EXCEEDED", "http nova/service");
        assertThat(LogText.whole(lines.get(2))).contains("reason    CAPACITY_EXCEEDED (", "by http user=nova");
    }

    /** Whatever kind a command is of, and whatever is in it. */
    @Test
    void tellsProgramsEveryKindOfCommand() throws Exception {
        TreeSet<CommandKind> kinds = new TreeSet<>();
        for (Command command : RandomCommands.log(7, 2_000, new Symbols())) {
            kinds.add(command.kind());
            JsonNode told = JSON.readTree(JsonLines.oneLine(PlainRecord.of(command)));
            assertThat(told.get("command_id").asText())
                    .isEqualTo(command.commandId().toString());
        }
        assertThat(kinds).hasSizeGreaterThan(20);
    }

    @Test
    void showsWhatHadWaitedWhereItWasDecidedAndWhatIsNone() throws Exception {
        Region region = new Region("stopped");
        send(region, "provider cn1", Optional.empty());
        service.decide();
        service.appendRaw(Partitions.key(region), new byte[] {7});
        Position waited = send(region, "provider cn2", Optional.empty());
        service.decide();
        long bad = waited.offset() - 1;
        assertThat(lines(region)).extracting(LogLine::outcome).containsExactly("accepted", "unreadable", "not decided");

        Position skip = send(region, "skip " + bad, Optional.empty());
        Position behind = send(region, "provider cn3", Optional.empty());
        service.decide();
        List<LogLine> lines = lines(region);
        assertThat(lines)
                .extracting(line -> line.position().offset())
                .contains(skip.offset(), behind.offset(), waited.offset(), bad);
        assertThat(lines)
                .filteredOn(line -> line.position().equals(waited))
                .extracting(LogLine::outcome)
                .containsExactly("accepted");
        assertThat(lines)
                .filteredOn(line -> line.position().offset() == bad)
                .extracting(LogLine::outcome)
                .containsExactly("unreadable");
    }

    @Test
    void seeksByPositionAndByTime() throws Exception {
        Region region = new Region("sought");
        Position first = send(region, "provider cn1", Optional.empty());
        Thread.sleep(20);
        Position second = send(region, "provider cn2", Optional.empty());
        Thread.sleep(20);
        Position third = send(region, "provider cn3", Optional.empty());
        service.decide();
        LogFilter filter = of(region);
        String at = second.toString();
        String time = Instant.ofEpochMilli(second.timestampMs()).toString();

        for (String place : List.of(at, time)) {
            assertThat(positions(filter, Optional.of(place), Optional.empty())).containsExactly(second, third);
            assertThat(positions(filter, Optional.empty(), Optional.of(place))).containsExactly(first);
        }
        LogRange one =
                range(filter, Optional.of(LogPlace.parse(at)), Optional.empty()).firsts();
        List<LogLine> shown = new ArrayList<>();
        new LogScan(target(), one, LogFilter.NONE, AuditProgress.NONE).read(Long.MAX_VALUE, shown::add);
        assertThat(shown).extracting(LogLine::position).containsExactly(second);
        assertThat(positions(filter, Optional.of("2100-01-01T00:00:00Z"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void refusesPlacesThatAreNotInTheLog() {
        assertThatThrownBy(() -> range("3@0"))
                .isInstanceOf(AuditFailedException.class)
                .hasMessage("the log has no partition 3, only 0 to 2");
        assertThatThrownBy(() -> range("0@999999"))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("nothing is at 0@999999 yet: partition 0 of the log ends before 0@");
        Region elsewhere = new Region("sought");
        int other = (Partitions.of(elsewhere, 3) + 1) % 3;
        assertThatThrownBy(() -> LogRange.of(
                        connection,
                        Optional.of(elsewhere),
                        Optional.of(LogPlace.parse(other + "@0")),
                        Optional.empty()))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("which is at home in partition " + Partitions.of(elsewhere, 3));
        assertThatThrownBy(() -> range("7"))
                .isInstanceOf(AuditFailedException.class)
                .hasMessage("expected a position such as 0@7, or the region in whose partition it is with --region,"
                        + " but got 7");
    }

    @Test
    void takesAnOffsetForOneOfTheRegionsPartition() {
        LogRange range = LogRange.of(
                connection,
                Optional.of(Region.DEFAULT),
                Optional.of(LogPlace.parse("0")),
                Optional.of(new LogPlace.Now()));
        int home = Partitions.of(Region.DEFAULT, 3);
        assertThat(range.parts()).singleElement().satisfies(part -> {
            assertThat(part.partition()).isEqualTo(home);
            assertThat(part.from()).isZero();
        });
    }

    @Test
    void readsAPartOfTheLogThatHasForeignRecordsAlone() throws Exception {
        long offset;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            offset = producer.send(new ProducerRecord<>(Topics.LOG.topic(), 0, null, new byte[] {9}))
                    .get()
                    .offset();
        }

        List<LogLine> lines = new ArrayList<>();
        new LogScan(target(), range("0@" + offset).firsts(), LogFilter.NONE, AuditProgress.NONE)
                .read(Long.MAX_VALUE, lines::add);

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.region()).isEmpty();
            assertThat(line.outcome()).isEqualTo("foreign");
        });
    }

    @Test
    void tellsTheLastOnesByTimeAndFollowsWhatComes() throws Exception {
        Region region = new Region("tail");
        Region other = new Region("tail2");
        List<Position> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(send(i % 2 == 0 ? region : other, "provider cn" + i, Optional.of(Origin.operator("tailed"))));
            Thread.sleep(5);
        }
        service.decide();
        LogFilter tailed = filter(Optional.empty(), "--user", "tailed");
        LogScan scan = new LogScan(
                target(),
                LogRange.of(connection, Optional.empty(), Optional.empty(), Optional.empty()),
                tailed,
                AuditProgress.NONE);
        assertThat(scan.last(4)).extracting(LogLine::position).containsExactlyElementsOf(sent.subList(2, 6));

        ConcurrentLinkedQueue<LogLine> followed = new ConcurrentLinkedQueue<>();
        AtomicBoolean goesOn = new AtomicBoolean(true);
        Thread follower = new Thread(() -> scan.follow(goesOn::get, followed::add));
        follower.start();
        Position next = send(region, "provider cn9", Optional.of(Origin.operator("tailed")));
        service.decide();
        long untilNs = System.nanoTime() + 30_000_000_000L;
        while (followed.isEmpty() && System.nanoTime() < untilNs) {
            Thread.sleep(50);
        }
        goesOn.set(false);
        follower.join();
        assertThat(followed).singleElement().satisfies(line -> {
            assertThat(line.position()).isEqualTo(next);
            assertThat(line.outcome()).isEqualTo("accepted");
        });
    }

    @Test
    void countsWhatTheLogConsistsOf() throws Exception {
        Region region = new Region("counted");
        for (int i = 0; i < 5; i++) {
            send(region, "provider cn" + i, Optional.of(CALLER));
        }
        send(region, "drop-flavor none", Optional.empty());
        service.decide();
        LogStats stats = new LogStats();
        lines(region).forEach(stats::add);
        JsonNode counts = JSON.readTree(stats.json());
        assertThat(counts.get("records").asLong()).isEqualTo(6);
        assertThat(counts.at("/counts/command/CREATE_PROVIDER").asLong()).isEqualTo(5);
        assertThat(counts.at("/counts/outcome/FLAVOR_NOT_FOUND").asLong()).isEqualTo(1);
        assertThat(counts.at("/counts/region/counted").asLong()).isEqualTo(6);
        assertThat(counts.at("/counts/sender").get("http nova/service").asLong())
                .isEqualTo(5);
        assertThat(stats.text()).contains("records  6", "5  CREATE_PROVIDER", "/s");
    }

    @Test
    void countsOverAnyTimeInFewStretches() {
        RateOverTime rate = new RateOverTime();
        long count = 0;
        for (long ms = 0; ms < 1_000_000_000_000L; ms += 777_777_777) {
            rate.add(ms);
            count++;
        }
        assertThat(rate.counts()).hasSizeLessThanOrEqualTo(60);
        assertThat(rate.counts().values().stream().mapToLong(each -> each).sum())
                .isEqualTo(count);
        assertThat(rate.counts().keySet()).allMatch(begin -> begin % rate.widthMs() == 0);
    }

    private static AuditTarget target() {
        return AuditTarget.offline(connection, registry);
    }

    private static List<LogLine> lines(Region region) {
        return read(of(region), Optional.empty(), Optional.empty());
    }

    private static List<Position> found(Region region, String option, String value) {
        return read(filter(Optional.of(region), option, value), Optional.empty(), Optional.empty()).stream()
                .map(LogLine::position)
                .toList();
    }

    private static List<Position> positions(LogFilter filter, Optional<String> from, Optional<String> to) {
        return read(filter, from.map(LogPlace::parse), to.map(LogPlace::parse)).stream()
                .map(LogLine::position)
                .toList();
    }

    private static List<LogLine> read(LogFilter filter, Optional<LogPlace> from, Optional<LogPlace> to) {
        List<LogLine> lines = new ArrayList<>();
        new LogScan(target(), range(filter, from, to), filter, AuditProgress.NONE).read(Long.MAX_VALUE, lines::add);
        return lines;
    }

    private static LogRange range(LogFilter filter, Optional<LogPlace> from, Optional<LogPlace> to) {
        return LogRange.of(connection, filter.region(), from, to);
    }

    private static LogRange range(String from) {
        return LogRange.of(connection, Optional.empty(), Optional.of(LogPlace.parse(from)), Optional.empty());
    }

    private static LogFilter of(Region region) {
        return filter(Optional.of(region), "", "");
    }

    /** One that asks for one thing, named as at the command line. */
    private static LogFilter filter(Optional<Region> region, String option, String value) {
        Optional<String> given = Optional.of(value);
        return new LogFilter(
                region,
                given.filter(any -> option.equals("--kind")).map(CommandKind::valueOf),
                given.filter(any -> option.equals("--provider")).map(ProviderId::of),
                given.filter(any -> option.equals("--consumer")).map(ConsumerId::of),
                given.filter(any -> option.equals("--user")),
                given.filter(any -> option.equals("--project")),
                given.filter(any -> option.equals("--agent")),
                given.filter(any -> option.equals("--request")),
                given.filter(any -> option.equals("--refusal")).map(Rejection::valueOf));
    }

    private static Position send(Region region, String line, Optional<Origin> origin) {
        return publisher
                .publish(region, new Sent(new CommandReader(SYMBOLS).read(id(), line), origin, Optional.empty()))
                .toCompletableFuture()
                .join();
    }

    private static CommandId id() {
        return new CommandId(new UUID(2, commands++));
    }
}
