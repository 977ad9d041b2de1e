package dev.berth.projector.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.HostRowCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.Command;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.DeleteProvider;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.command.ExpectedConsumer;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.command.WithdrawHost;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.log.HostsTopic;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.ReportPublisher;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Allocations;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.report.ReportEnvelope;
import dev.berth.events.report.ReportKeys;
import dev.berth.ledger.RegionStop;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import dev.berth.projector.PartitionState;
import dev.berth.projector.Projector;
import dev.berth.projector.ProjectorConfig;
import dev.berth.projector.RegionViews;
import dev.berth.projector.board.BoardKeeper;
import dev.berth.projector.board.HostBoard;
import dev.berth.projector.store.RegionSnapshot;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The intake on a real broker, with a projector that decides. Each test has hosts of its own. */
class IntakeTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Region REGION = Region.DEFAULT;

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static CommandCodec codec;
    private static HostRowCodec rows;
    private static CommandPublisher publisher;
    private static ReportPublisher reports;
    private static Projector projector;

    @BeforeAll
    static void start() throws InterruptedException {
        kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        connection = KafkaConnection.to(kafka.bootstrapServers());
        SchemaRegistry schemas = SchemaRegistry.inMemory();
        schemas.registerSchemas();
        codec = new CommandCodec(schemas);
        rows = new HostRowCodec(schemas);
        TopicAdmin.ensure(connection, 2, 1);
        publisher = CommandPublisher.open(connection, codec);
        reports = ReportPublisher.open(connection);
        projector = new Projector(ProjectorConfig.of(connection, dir.resolve("stores")), schemas, publisher);
        projector.start(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        projector.close();
        reports.close();
        publisher.close();
        kafka.close();
    }

    @Test
    void takesTheReportsOfAnEnrolledHost() throws Exception {
        SigningHost host = enrolled();
        try (Intake intake = intake(projector.commandLog())) {
            send(host, host.sealed(1));
            await(() -> last(host).equals(OptionalLong.of(1)));
            send(host, host.sealed(2));
            await(() -> last(host).equals(OptionalLong.of(2)));
            await(() -> intake.accepted() == 2);
        }
        assertThat(projector.views().view(REGION).provider(host.id())).isPresent();
    }

    @Test
    void hearsAHostByItsHeartbeatsAndLeavesNothingOfThemInTheLog() throws Exception {
        SigningHost host = enrolled();
        HostBoard board = new HostBoard();
        try (Intake intake = intake(board)) {
            send(host, host.sealed(1));
            await(() -> intake.accepted() == 1);
            Map<TopicPartition, Long> before = ends();
            long reportedMs = board.lastHeardMs(REGION, host.id()).orElseThrow();

            byte[] beat = host.heartbeat(2);
            send(host, beat);
            await(() -> intake.heartbeats() == 1);
            long heardMs = board.lastHeardMs(REGION, host.id()).orElseThrow();
            assertThat(heardMs).isGreaterThanOrEqualTo(reportedMs);
            assertThat(board.lastSequence(REGION, host.id())).isEqualTo(2);

            send(host, beat);
            send(host, host.heartbeat(1));
            await(() -> intake.refused(IntakeRefusal.OLD) == 2);
            assertThat(board.lastHeardMs(REGION, host.id())).hasValue(heardMs);
            assertThat(intake.heartbeats()).isEqualTo(1);
            assertThat(ends()).isEqualTo(before);
            assertThat(last(host)).hasValue(1);
        }
    }

    @Test
    void hearsNoStrangerAndNobodyByTheKeyOfAnother() throws Exception {
        SigningHost mine = enrolled();
        SigningHost other = enrolled();
        SigningHost stranger = SigningHost.unknown(codec);
        HostBoard board = new HostBoard();
        try (Intake intake = intake(board)) {
            send(stranger, stranger.heartbeat(1));
            send(other, new SigningHost(other.id(), REGION, mine.key(), codec).heartbeat(1));
            send(mine, mine.heartbeat(Long.MAX_VALUE));

            await(() -> intake.refused(IntakeRefusal.NOT_ENROLLED) == 1);
            await(() -> intake.refused(IntakeRefusal.SIGNATURE) == 1);
            await(() -> intake.refused(IntakeRefusal.AHEAD) == 1);
            assertThat(board.size()).isZero();
            assertThat(intake.heartbeats()).isZero();
        }
    }

    @Test
    @SuppressWarnings("try")
    void knowsAfterARestartWhenAHostWasHeardAndTakesNoOldHeartbeat() throws Exception {
        SigningHost host = enrolled();
        HostBoard first = new HostBoard();
        byte[] beat = host.heartbeat(5);
        try (BoardKeeper keeper = keeper(first);
                Intake intake = intake(first)) {
            send(host, beat);
            await(() -> first.lastHeardMs(REGION, host.id()).isPresent());
        }
        HostBoard second = new HostBoard();
        try (BoardKeeper keeper = keeper(second);
                Intake intake = intake(second)) {
            assertThat(second.lastHeardMs(REGION, host.id())).isEqualTo(first.lastHeardMs(REGION, host.id()));
            send(host, beat);
            await(() -> intake.refused(IntakeRefusal.OLD) >= 1);
            assertThat(intake.heartbeats()).isZero();
        }
    }

    private static BoardKeeper keeper(HostBoard board) {
        return new BoardKeeper(
                        connection,
                        rows,
                        board,
                        new HostsTopic(connection, 2, 1),
                        projector.views(),
                        projector::tellAgain,
                        counts -> {})
                .read(TIMEOUT)
                .start();
    }

    @Test
    void leavesNothingOfForgedRecordsInTheLogAndCountsThem() throws Exception {
        SigningHost mine = enrolled();
        SigningHost other = enrolled();
        SigningHost stranger = SigningHost.unknown(codec);
        try (Intake intake = intake(projector.commandLog())) {
            byte[] first = mine.sealed(5);
            send(mine, first);
            await(() -> last(mine).equals(OptionalLong.of(5)));
            await(() -> intake.accepted() == 1);
            Map<TopicPartition, Long> before = ends();

            byte[] tampered = mine.sealed(6);
            tampered[tampered.length / 2] ^= 1;
            byte[] unsigned = mine.sealed(6);
            Arrays.fill(unsigned, unsigned.length - 64, unsigned.length, (byte) 0);
            byte[] unknownSchema = codec.encode(SigningHost.report(mine.id(), 6));
            unknownSchema[1] = 0x7f;
            ReleaseAllocations release = new ReleaseAllocations(newId(), new ConsumerId(UUID.randomUUID()));
            Map<String, byte[]> forged = new LinkedHashMap<>();
            forged.put("another host by my key", other.sealed(6, SigningHost.report(other.id(), 6), mine.key()));
            forged.put("a stranger's host", stranger.sealed(6));
            forged.put(
                    "another host's report in my envelope",
                    mine.sealed(6, SigningHost.report(other.id(), 6), mine.key()));
            forged.put("another sequence in the report", mine.sealed(6, SigningHost.report(mine.id(), 7), mine.key()));
            forged.put("a claim", mine.sealed(6, claim(mine.id()), mine.key()));
            forged.put("a release", mine.sealed(6, release, mine.key()));
            forged.put("a delete", mine.sealed(6, new DeleteProvider(newId(), other.id()), mine.key()));
            forged.put("a skip", mine.sealed(6, new SkipRecord(newId(), 0), mine.key()));
            forged.put("an activation", mine.sealed(6, new ActivateRules(newId(), 2), mine.key()));
            forged.put(
                    "an enrolment",
                    mine.sealed(
                            6,
                            new EnrolHost(newId(), new Enrolment(other.id(), Optional.empty(), Optional.empty())),
                            mine.key()));
            forged.put("a withdrawal", mine.sealed(6, new WithdrawHost(newId(), other.id()), mine.key()));
            forged.put("a replay", first);
            forged.put("a used sequence with other bytes", mine.sealed(5));
            forged.put("an older sequence", mine.sealed(4));
            forged.put(
                    "another region",
                    mine.sealed(
                            new Region("elsewhere"), 6, codec.encode(SigningHost.report(mine.id(), 6)), mine.key()));
            forged.put("tampered bytes", tampered);
            forged.put("an empty signature", unsigned);
            forged.put("no signature", Arrays.copyOf(unsigned, unsigned.length - 64));
            forged.put("an unknown schema", mine.sealed(REGION, 6, unknownSchema, mine.key()));
            forged.put("no command", mine.sealed(REGION, 6, new byte[] {0, 0}, mine.key()));
            forged.put("a number that takes all others", mine.sealed(Long.MAX_VALUE));
            forged.put("a bare command", codec.encode(SigningHost.report(mine.id(), 6)));
            forged.put("an oversized one", new byte[ReportEnvelope.LENGTH_MAX + 1]);
            forged.put("nothing", new byte[0]);
            for (byte[] record : forged.values()) {
                send(mine, record);
            }
            sendNull();

            await(() -> told(intake) == forged.size() + 1);
            assertThat(ends()).isEqualTo(before);
            assertThat(projector.views().regions()).doesNotContain(new Region("elsewhere"));
            assertThat(intake.repeated()).as("the replay").isEqualTo(1);
            assertThat(intake.refused(IntakeRefusal.SIGNATURE)).isGreaterThanOrEqualTo(3);
            assertThat(intake.refused(IntakeRefusal.NOT_A_REPORT)).isEqualTo(7);
            assertThat(intake.refused(IntakeRefusal.CONTRADICTION)).isEqualTo(2);
            assertThat(intake.refused(IntakeRefusal.OLD)).isEqualTo(2);
            assertThat(intake.refused(IntakeRefusal.AHEAD)).isEqualTo(1);
            assertThat(intake.refused(IntakeRefusal.MALFORMED)).isEqualTo(2);

            send(mine, mine.sealed(6));
            await(() -> last(mine).equals(OptionalLong.of(6)));
        }
    }

    private static Command claim(ProviderId provider) {
        return new ClaimAllocations(
                newId(),
                ImmutableList.of(new ConsumerClaim(
                        new ConsumerId(UUID.randomUUID()),
                        ExpectedConsumer.ABSENT,
                        "project",
                        "user",
                        Optional.empty(),
                        Allocations.of(provider, ResourceClass.of("VCPU"), 1))));
    }

    private static long told(Intake intake) {
        return intake.repeated()
                + Stream.of(IntakeRefusal.values()).mapToLong(intake::refused).sum();
    }

    @Test
    void refusesTheKeyFromTheWithdrawalOn() throws Exception {
        SigningHost host = enrolled();
        try (Intake intake = intake(projector.commandLog())) {
            send(host, host.sealed(1));
            await(() -> last(host).equals(OptionalLong.of(1)));
            decided(new WithdrawHost(newId(), host.id()));
            send(host, host.sealed(2));
            await(() -> intake.refused(IntakeRefusal.NOT_ENROLLED) == 1);

            PrivateKey next = ReportKeys.generate();
            host.enrol(next, projector.commandLog());
            send(host, host.sealed(3));
            await(() -> intake.refused(IntakeRefusal.SIGNATURE) == 1);
            send(host, host.sealed(4, SigningHost.report(host.id(), 4), next));
            await(() -> last(host).equals(OptionalLong.of(4)));
        }
    }

    @Test
    void refusesAKeyThatIsWithdrawnWhileItsReportWaits() throws Exception {
        SigningHost host = enrolled();
        AtomicBoolean isFull = new AtomicBoolean(true);
        AtomicBoolean wasAsked = new AtomicBoolean();
        try (Intake intake = intake(fullWhile(isFull, wasAsked))) {
            send(host, host.sealed(1));
            await(wasAsked::get);
            decided(new WithdrawHost(newId(), host.id()));
            isFull.set(false);
            await(() -> intake.refused(IntakeRefusal.NOT_ENROLLED) == 1);
            assertThat(last(host)).isEmpty();
        }
    }

    @Test
    void waitsWhileTheLogHasNoRoomAndLosesNothing() throws Exception {
        SigningHost host = enrolled();
        AtomicBoolean isFull = new AtomicBoolean(true);
        AtomicBoolean wasAsked = new AtomicBoolean();
        try (Intake intake = intake(fullWhile(isFull, wasAsked))) {
            send(host, host.sealed(1));
            await(wasAsked::get);
            assertThat(intake.accepted()).isZero();
        }
        try (Intake again = intake(fullWhile(isFull, wasAsked))) {
            isFull.set(false);
            await(() -> last(host).equals(OptionalLong.of(1)));
            await(() -> again.accepted() == 1);
        }
    }

    private static CommandLog fullWhile(AtomicBoolean isFull, AtomicBoolean wasAsked) {
        return (region, sent) -> {
            wasAsked.set(true);
            return isFull.get()
                    ? CompletableFuture.failedStage(new LogUnavailableException(Fate.NO_ROOM, "no room", null))
                    : projector.commandLog().submit(region, sent);
        };
    }

    @Test
    void decidesOnceWhatWasAppendedTwiceBeforeItsOffsetWasCommitted() throws Exception {
        SigningHost host = enrolled();
        long before = ends().get(new TopicPartition(Topics.LOG.topic(), Partitions.of(REGION, 2)));
        CompletableFuture<Decision> neverHeard = new CompletableFuture<>();
        CommandLog dying = (region, sent) -> {
            publisher.publish(region, sent);
            publisher.publish(region, sent);
            return neverHeard;
        };
        try (Intake killed = intake(dying)) {
            send(host, host.sealed(1));
            await(() -> last(host).equals(OptionalLong.of(1)));
            await(() -> ends().get(new TopicPartition(Topics.LOG.topic(), Partitions.of(REGION, 2))) == before + 2);
            assertThat(killed.accepted()).isZero();
        }
        try (Intake next = intake(projector.commandLog())) {
            await(() -> next.repeated() == 1);
            send(host, host.sealed(2));
            await(() -> last(host).equals(OptionalLong.of(2)));
            await(() -> next.accepted() == 1);
        }
        assertThat(ends().get(new TopicPartition(Topics.LOG.topic(), Partitions.of(REGION, 2))))
                .isEqualTo(before + 3);
    }

    @Test
    void letsTheNewestOfTooManyReportsThroughInTheEnd() throws Exception {
        SigningHost busy = enrolled();
        try (Intake intake = intake(projector.commandLog())) {
            int last = 300;
            for (int i = 1; i <= last; i++) {
                reports.publish(REGION, busy.id(), busy.sealed(i));
            }
            await(() -> last(busy).equals(OptionalLong.of(last)));
            await(() -> intake.accepted() + intake.superseded() + intake.refused(IntakeRefusal.OLD) == last);
            assertThat(intake.accepted()).isLessThan(30);
        }
    }

    @Test
    void refusesARecordOnWhichItBreaksAndTakesThoseBehindIt() throws Exception {
        SigningHost broken = enrolled();
        SigningHost sound = enrolled();
        AtomicBoolean mayLook = new AtomicBoolean();
        AtomicBoolean mayAppend = new AtomicBoolean();
        IntSupplier breaking = () -> {
            if (!mayLook.getAndSet(true)) {
                throw new IllegalStateException("expected to be asked later");
            }
            return 2;
        };
        CommandLog throwing = (region, sent) -> {
            if (!mayAppend.getAndSet(true)) {
                throw new IllegalStateException("expected to be asked later");
            }
            return projector.commandLog().submit(region, sent);
        };
        send(broken, broken.sealed(1));
        send(sound, sound.sealed(1));
        try (Intake intake =
                new Intake(connection, projector.views(), throwing, codec, breaking, new HostBoard()).start()) {
            await(() -> last(sound).equals(OptionalLong.of(1)));
            await(() -> intake.accepted() == 1);
            assertThat(intake.refused(IntakeRefusal.FAILED)).isEqualTo(1);
            assertThat(last(broken)).isEmpty();
        }
    }

    private static SigningHost enrolled() throws Exception {
        SigningHost host = SigningHost.unknown(codec);
        host.enrol(host.key(), projector.commandLog());
        return host;
    }

    private static OptionalLong last(SigningHost host) {
        return projector.views().view(REGION).lastSequence(host.id());
    }

    private static Intake intake(HostBoard board) {
        return new Intake(connection, projector.views(), projector.commandLog(), codec, () -> 2, board).start();
    }

    private static Intake intake(CommandLog log) {
        return new Intake(connection, projector.views(), log, codec, () -> 2, new HostBoard()).start();
    }

    private static void send(SigningHost host, byte[] record) throws Exception {
        reports.publish(REGION, host.id(), record).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void isNotHeldUpBySchemasThatItCannotAskFor() throws Exception {
        SigningHost host = enrolled();
        SigningHost stranger = SigningHost.unknown(codec);
        CommandCodec alone = new CommandCodec(SchemaRegistry.connect("http://127.0.0.1:1"));
        try (Intake intake = intake(projector.views(), alone)) {
            for (int i = 1; i <= 50; i++) {
                send(host, host.sealed(i));
            }
            send(stranger, stranger.sealed(1));
            await(() -> intake.refused(IntakeRefusal.NOT_ENROLLED) == 1);
            assertThat(intake.refused(IntakeRefusal.UNKNOWN_SCHEMA)).isEqualTo(50);
        }
    }

    @Test
    void losesNoOtherReportByOneThatBreaksTheLook() throws Exception {
        SigningHost host = enrolled();
        Region broken = Stream.iterate(0, i -> i + 1)
                .map(i -> new Region("broken" + i))
                .filter(region -> Partitions.of(region, 2) == Partitions.of(REGION, 2))
                .findFirst()
                .orElseThrow();
        byte[] breaking = host.sealed(broken, 1, codec.encode(SigningHost.report(host.id(), 1)), host.key());
        send(host, breaking);
        send(host, host.sealed(2));
        send(host, breaking);
        RegionViews views = new RegionViews() {
            @Override
            public RegionSnapshot snapshot(Region region) {
                if (region.equals(broken)) {
                    throw new StackOverflowError("as the test wants it");
                }
                return projector.views().snapshot(region);
            }

            @Override
            public Optional<RegionStop> stopped(Region region) {
                return projector.views().stopped(region);
            }

            @Override
            public Collection<Region> regions() {
                return projector.views().regions();
            }

            @Override
            public List<PartitionState> partitions() {
                return projector.views().partitions();
            }
        };
        try (Intake intake = intake(views, codec)) {
            await(() -> last(host).equals(OptionalLong.of(2)));
            await(() -> intake.refused(IntakeRefusal.FAILED) == 2);
        }
    }

    private static Intake intake(RegionViews views, CommandCodec codec) {
        return new Intake(connection, views, projector.commandLog(), codec, () -> 2, new HostBoard()).start();
    }

    @Test
    void isSentNoRecordThatGrowsBeyondWhatItReads() throws Exception {
        byte[] zeros = new byte[32 * 1024 * 1024];
        for (String compression : List.of("gzip", "zstd", "lz4", "snappy")) {
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of(
                            "bootstrap.servers",
                            connection.bootstrapServers(),
                            "compression.type",
                            compression,
                            "max.request.size",
                            2 * zeros.length,
                            "buffer.memory",
                            4L * zeros.length),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(Topics.REPORTS.topic(), 0, null, zeros))
                                .get())
                        .as(compression)
                        .hasCauseInstanceOf(RecordTooLargeException.class);
            }
        }
    }

    private static void sendNull() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", connection.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.REPORTS.topic(), 0, null, null))
                    .get();
        }
    }

    private static void decided(Command command) throws Exception {
        Decision decision = projector
                .commandLog()
                .submit(REGION, command)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(decision.outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    /** Where the log ends; its decisions follow one for one. */
    private static Map<TopicPartition, Long> ends() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                TopicPartition partition = new TopicPartition(Topics.LOG.topic(), i);
                ends.put(
                        partition,
                        admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                .partitionResult(partition)
                                .get()
                                .offset());
            }
            return ends;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier what) {
        Awaitility.await().pollInterval(Duration.ofMillis(50)).atMost(TIMEOUT).until(what::getAsBoolean);
    }

    private static CommandId newId() {
        return new CommandId(UUID.randomUUID());
    }
}
