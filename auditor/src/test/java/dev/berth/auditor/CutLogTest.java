package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.HeadProof.Verdict;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.CheckpointWriter;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.SavedHead;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log whose beginning is really cut on the broker, after a checkpoint was written and heads were saved. One region
 * stands at a bad record then, and goes on later.
 */
final class CutLogTest {
    private static final int PARTITIONS = 2;
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final Region STOOD = new Region("stood");
    private static final List<Region> REGIONS = List.of(EAST, WEST, STOOD);
    private static final SchemaRegistry registry = SchemaRegistry.inMemory();

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static TestingService service;
    private static LogId logId;
    private static HeadFile early;
    private static HeadFile late;
    private static Checkpoint whole;
    private static Checkpoint ofOneRegion;
    private static AuditReport before;
    private static final Map<Region, Map<String, List<HistoryEntry>>> histories = new TreeMap<>();

    @BeforeAll
    static void cutALog(@TempDir Path kafkaDir) throws Exception {
        registry.registerSchemas();
        kafka = EmbeddedKafka.start(kafkaDir);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        logId = TopicAdmin.logId(connection);
        service = new TestingService(connection, registry);
        decide(0, 40);
        early = saved("early");
        service.appendRaw(Partitions.key(STOOD), new byte[] {7});
        decide(40, 80);
        long stop = service.fold(STOOD).stop().orElseThrow().position().offset();
        late = saved("late");
        whole = checkpoint("whole", Optional.empty(), ImmutableSortedSet.of());
        ofOneRegion = checkpoint("one", Optional.empty(), ImmutableSortedSet.of(EAST));
        service.append(STOOD, List.of(new SkipRecord(new CommandId(new UUID(1, 1)), stop)));
        decide(80, 120);
        for (Region region : REGIONS) {
            histories.put(region, histories(region, Optional.empty()));
        }
        before = audit(AuditPlan.USUAL.withHeads(ImmutableList.of(late, early)));
        cut(whole);
    }

    @AfterAll
    static void stop() {
        service.close();
        registry.close();
        kafka.close();
    }

    private static void decide(int from, int to) {
        for (Region region : REGIONS) {
            List<Command> commands = RandomCommands.log(region.name().hashCode(), 500, new Symbols()).stream()
                    .distinct()
                    .limit(120)
                    .toList();
            service.append(region, commands.subList(from, to));
        }
        service.decide();
    }

    private static HeadFile saved(String name) {
        TreeMap<Region, SavedHead> heads = new TreeMap<>();
        AuditReport report = audit(AuditPlan.USUAL.givingStatesTo(state ->
                state.folds().forEach((region, fold) -> heads.put(region, SavedHead.of(fold.view())))));
        assertThat(report.isIdentical()).isTrue();
        assertThat(heads.keySet()).containsExactlyInAnyOrderElementsOf(REGIONS);
        return headFile(name, logId, heads);
    }

    private static HeadFile headFile(String name, LogId log, Map<Region, SavedHead> heads) {
        Path file = dir.resolve(name);
        HeadFile.write(file, HeadFile.text(log, Instant.EPOCH, ImmutableSortedMap.copyOf(heads), Optional.empty()));
        return HeadFile.read(file, Optional.empty());
    }

    private static Checkpoint checkpoint(String name, Optional<Checkpoint> from, ImmutableSortedSet<Region> regions) {
        Path file = dir.resolve(name);
        try (CheckpointWriter writer =
                new CheckpointWriter(file, logId, TopicAdmin.decisionsId(connection), Instant.EPOCH, PARTITIONS)) {
            AuditReport report = audit(AuditPlan.USUAL.from(from).of(regions).givingStatesTo(writer::write));
            assertThat(report.isIdentical()).as(ReportText.of(report)).isTrue();
            writer.finish(Optional.empty());
        }
        return Checkpoint.open(file, Optional.empty());
    }

    private static void cut(Checkpoint at) throws Exception {
        Map<TopicPartition, RecordsToDelete> deleted = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            PartitionPlace place = at.place(i).orElseThrow();
            deleted.put(new TopicPartition(Topics.LOG.topic(), i), RecordsToDelete.beforeOffset(place.next()));
            deleted.put(
                    new TopicPartition(Topics.DECISIONS.topic(), i),
                    RecordsToDelete.beforeOffset(place.decisionsNext()));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(deleted).all().get();
        }
    }

    private static AuditReport audit(AuditPlan plan) {
        return audit(plan, Optional.empty());
    }

    private static AuditReport audit(AuditPlan plan, Optional<LiveService> live) {
        return AuditVerify.run(
                new AuditTarget(connection, registry, live, Duration.ofMillis(500)), plan, AuditProgress.NONE);
    }

    private static LiveService living(LiveStores stores) {
        return new LiveService() {
            @Override
            public SortedSet<Region> regions() {
                return service.regions();
            }

            @Override
            public LiveState state(Region region) {
                return service.state(region);
            }

            @Override
            public LiveStores stores() {
                return stores;
            }
        };
    }

    /** Of each provider of a region what happened to it. */
    private static Map<String, List<HistoryEntry>> histories(Region region, Optional<Checkpoint> from) {
        Map<String, List<HistoryEntry>> all = new TreeMap<>();
        service.fold(region).view().providers().all().forEach(provider -> {
            String id = provider.id().value().toString();
            List<HistoryEntry> entries = new ArrayList<>();
            new RegionReading(AuditTarget.offline(connection, registry), region, from, AuditProgress.NONE)
                    .history(Subject.of(Subject.Kind.PROVIDER, id, Optional.empty()), entries::add);
            all.put(id, entries);
        });
        return all;
    }

    @Test
    void saysWhatHappenedFromTheCheckpointOn() {
        for (Region region : REGIONS) {
            Map<String, List<HistoryEntry>> later = histories(region, Optional.of(whole));
            assertThat(later).isNotEmpty();
            assertThat(later.values())
                    .as("region %s", region)
                    .anySatisfy(entries -> assertThat(entries).isNotEmpty());
            later.forEach((id, entries) -> {
                List<HistoryEntry> all = histories.get(region).get(id);
                assertThat(entries).isEqualTo(all.subList(all.size() - entries.size(), all.size()));
                long next = whole.place(Partitions.of(region, PARTITIONS))
                        .orElseThrow()
                        .next();
                assertThat(all.subList(0, all.size() - entries.size()))
                        .allMatch(entry -> entry.position().offset() < next);
            });
        }
        assertThatThrownBy(() -> histories(EAST, Optional.empty()))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("the records before that were deleted, and without them or a checkpoint");
    }

    private static AuditPlan from(Checkpoint checkpoint) {
        return AuditPlan.USUAL.from(Optional.of(checkpoint));
    }

    private static List<Verdict> verdicts(AuditReport report) {
        return report.heads().stream().map(HeadProof::verdict).distinct().toList();
    }

    @Test
    void findsTheHeadsOfALogThatOnlyGrew() {
        assertThat(before.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
        assertThat(before.heads()).hasSize(6);
        assertThat(verdicts(before)).containsExactly(Verdict.KEPT);
        assertThat(ReportText.of(before))
                .contains(
                        "heads in " + dir.resolve("early") + ", saved at 1970-01-01T00:00:00Z and not signed: 3 are in"
                                + " the log's chains, so all up to there is as it was recorded and decided")
                .endsWith("identical\n");
        assertThat(ReportJson.of(before)).contains("\"verdict\" : \"KEPT\"");
    }

    @Test
    void saysWhatIsMissingWithoutACheckpoint() {
        AuditReport report = audit(AuditPlan.USUAL);
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
        for (int i = 0; i < PARTITIONS; i++) {
            long next = whole.place(i).orElseThrow().next();
            assertThat(ReportText.of(report))
                    .contains("not compared: partition " + i + ", offsets 0 to " + (next - 1)
                            + " of berth.log: these records were deleted")
                    .contains("the log begins at offset " + next);
        }
    }

    @Test
    void findsACutLogIdenticalFromItsCheckpoint() {
        AuditReport report = audit(from(whole));
        assertThat(ReportText.of(report)).endsWith("\nidentical\n");
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
        assertThat(report.commands()).isEqualTo(3 * 40 + 1);
        // And those that had waited at the checkpoint.
        assertThat(report.decisions()).isEqualTo(3 * 40 + 1 + 40);
    }

    @Test
    void comparesALiveServiceAndItsStoresFromACheckpoint() {
        List<StoreCopy> copies =
                IntStream.range(0, PARTITIONS).mapToObj(CutLogTest::copy).toList();
        LiveService live = living(new LiveStores(ImmutableList.copyOf(copies), ImmutableSortedMap.of()));
        AuditReport report = audit(from(whole).withStores(), Optional.of(live));
        assertThat(ReportText.of(report)).contains("identical").endsWith("\nidentical\n");
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
        assertThat(report.states()).isEqualTo(3);
        assertThat(report.stores().orElseThrow().copies()).hasSize(PARTITIONS);
    }

    private static StoreCopy copy(int partition) {
        StoreCopy all = service.copy("berth-1", partition, "owner");
        TreeMap<Region, LiveState> here = new TreeMap<>(all.regions());
        here.keySet().removeIf(region -> Partitions.of(region, PARTITIONS) != partition);
        return new StoreCopy(
                all.instance(), partition, all.role(), all.mark(), all.doubts(), ImmutableSortedMap.copyOfSorted(here));
    }

    @Test
    void saysOfACopyThatIsOlderThanTheCheckpointThatItWasNotCompared() {
        StoreCopy now = copy(0);
        StoreCopy old = new StoreCopy(
                "berth-2",
                0,
                "standby",
                now.mark().map(mark -> new LogMark(mark.topicId(), 3, mark.sha256())),
                ImmutableList.of(),
                ImmutableSortedMap.of());
        AuditReport report = audit(
                from(whole).withStores(),
                Optional.of(living(new LiveStores(ImmutableList.of(old), ImmutableSortedMap.of()))));
        assertThat(report.stores().orElseThrow().copies().get(0).differences())
                .containsExactly("could not be compared, for it is older than the checkpoint");
    }

    @Test
    void saysWhichPartitionsACheckpointOfSomeRegionsLeavesOut() {
        int home = Partitions.of(EAST, PARTITIONS);
        assertThat(ofOneRegion.place(home)).isPresent();
        assertThat(ofOneRegion.place(1 - home)).isEmpty();
        AuditReport report = audit(from(ofOneRegion));
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
        assertThat(report.uncompared())
                .allSatisfy(part -> assertThat(part.partition()).isEqualTo(1 - home));
    }

    @Test
    void comparesTheHeadsThatAreAtTheCheckpointOrBehindIt() {
        AuditReport report = audit(from(whole).withHeads(ImmutableList.of(late)));
        assertThat(verdicts(report)).containsExactly(Verdict.KEPT);
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);

        AuditReport older = audit(from(whole).withHeads(ImmutableList.of(early)));
        assertThat(older.exitCode()).isEqualTo(AuditReport.EXIT_INCOMPLETE);
        assertThat(older.uncompared())
                .extracting(UncomparedRange::reason)
                .containsOnly("the head is older than the checkpoint at which reading began");

        AuditReport without = audit(AuditPlan.USUAL.withHeads(ImmutableList.of(late)));
        assertThat(verdicts(without)).containsExactly(Verdict.NOT_COMPARED);
        assertThat(ReportText.of(without)).contains("3 could not be compared");
    }

    @Test
    void namesAHeadThatIsNotInTheChain() {
        SavedHead right = late.heads().get(EAST);
        SavedHead wrong = new SavedHead(
                EAST, right.position(), right.decided(), early.heads().get(WEST).chain());
        SavedHead farther = new SavedHead(
                WEST, new Position(Partitions.of(WEST, PARTITIONS), 1_000_000, 0), 1_000_000, right.chain());
        HeadFile file = headFile("wrong", logId, Map.of(EAST, wrong, WEST, farther));
        AuditReport report = audit(from(whole).withHeads(ImmutableList.of(file)));
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
        assertThat(report.differences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.LOG_CUT, Kind.LOG_REWRITTEN);
        assertThat(ReportText.of(report))
                .contains("region west, partition " + Partitions.of(WEST, PARTITIONS)
                        + ", offset 1000000 of berth.log: log cut")
                .contains("before it")
                .contains("not in the log's chains any more");
    }

    @Test
    void namesHeadsAndCheckpointsOfAnotherLog() throws Exception {
        LogId another = new LogId("6n1oLLDnT1CbJVKTNGbGBA");
        HeadFile heads = headFile("another", another, late.heads());
        AuditReport report = audit(from(whole).withHeads(ImmutableList.of(heads)));
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
        assertThat(report.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.LOG_REPLACED);
            assertThat(difference.recorded()).contains("heads of log " + another);
            assertThat(difference.refolded()).contains("another cluster's, or the topic was made again");
        });
        Path file = dir.resolve("another-checkpoint");
        try (CheckpointWriter writer = new CheckpointWriter(file, another, another, Instant.EPOCH, PARTITIONS)) {
            writer.finish(Optional.empty());
        }
        Checkpoint other = Checkpoint.open(file, Optional.empty());
        assertThatThrownBy(() -> audit(from(other)))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("is of log " + another + " with 2 partitions, and this is log " + logId);
    }

    @Test
    void goesOnFromACheckpointThatWasMadeFromOne() {
        Checkpoint next = checkpoint("next", Optional.of(whole), ImmutableSortedSet.of());
        AuditReport report = audit(from(next).withHeads(ImmutableList.of(late)));
        assertThat(report.commands()).isZero();
        assertThat(verdicts(report)).containsExactly(Verdict.NOT_COMPARED);
        assertThat(audit(from(next)).exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
        for (Region region : REGIONS) {
            assertThat(next.read(Partitions.of(region, PARTITIONS), new CommandCodec(registry))
                            .folds()
                            .get(region)
                            .view()
                            .chain())
                    .isEqualTo(service.fold(region).view().chain());
        }
    }
}
