package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the stores, true ones and others, compared with the re-fold of a log that goes on behind them. */
class StoreAuditTest {
    private static final Region EAST = new Region("east");
    private static final Region WEST = new Region("west");
    private static final Region STOOD = new Region("stood");

    private static EmbeddedKafka kafka;
    private static KafkaConnection connection;
    private static SchemaRegistry registry;
    private static TestingService service;

    /** A standby that is behind, and the owner. */
    private static StoreCopy behind;

    private static StoreCopy owner;

    /** As the owner was while it decided what had waited behind a stop. */
    private static StoreCopy amid;

    @BeforeAll
    static void decideALog(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        TopicAdmin.ensure(connection, 1, 1);
        service = new TestingService(connection, registry);
        List<Command> commands = RandomCommands.log(7, 200, new Symbols()).stream()
                .distinct()
                .limit(90)
                .toList();
        decide(commands, 0, 30);
        behind = service.copy("berth-2", 0, "standby");
        service.appendRaw(Partitions.key(STOOD), new byte[] {7});
        decide(commands, 30, 60);
        long stop = service.fold(STOOD).stop().orElseThrow().position().offset();
        service.append(STOOD, List.of(new SkipRecord(new CommandId(new UUID(1, 1)), stop)));
        service.decide();
        owner = service.copy("berth-1", 0, "owner");
        RegionFold some = service.amid(STOOD);
        while (some.view().recent().count() < 40) {
            some = some.proceed(1).after();
        }
        amid = with(owner, STOOD, TestingService.state(some));
        decide(commands, 60, 90);
    }

    private static void decide(List<Command> commands, int from, int to) {
        for (Region region : List.of(EAST, WEST, STOOD)) {
            service.append(region, commands.subList(from, to));
        }
        service.decide();
    }

    @AfterAll
    static void stop() {
        service.close();
        registry.close();
        kafka.close();
    }

    @Test
    void findsCopiesIdenticalEachWhereItStands() {
        AuditReport report = audit(owner, behind);
        assertThat(ReportText.of(report))
                .contains("berth-1", "berth-2", "standby")
                .endsWith("\nidentical\n");
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_IDENTICAL);
        assertThat(behind.mark()).isNotEqualTo(owner.mark());
    }

    @Test
    void findsACopyIdenticalThatIsAmidOfWhatHasWaited() {
        assertThat(amid.regions().get(STOOD).decided()).isBetween(31L, 59L);
        assertThat(audit(amid).isIdentical()).isTrue();
    }

    @Test
    void namesInstancePartitionRegionAndSectionOfAnotherState() {
        LiveState state = behind.regions().get(EAST);
        TreeMap<String, String> sections = new TreeMap<>(state.sections());
        sections.put("CONSUMERS", "00");
        StoreCopy other = with(
                behind, EAST, new LiveState(state.decided(), ImmutableSortedMap.copyOf(sections), state.stoppedAt()));
        AuditReport report = audit(owner, other);
        assertThat(ReportText.of(report))
                .contains("store of berth-2, partition 0: region east, CONSUMERS: not what 30 commands come to")
                .endsWith("\n1 difference\n");
        assertThat(ReportJson.of(report)).contains("\"identical\" : false");
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
    }

    @Test
    void findsARegionThatIsMissingOrBehindWhatTheCopyTookLast() {
        TreeMap<Region, LiveState> regions = new TreeMap<>(owner.regions());
        regions.remove(WEST);
        regions.put(EAST, behind.regions().get(EAST));
        StoreCopy lost = new StoreCopy(
                "berth-1", 0, "owner", owner.mark(), ImmutableList.of(), ImmutableSortedMap.copyOf(regions));
        assertThat(differences(lost))
                .containsExactlyInAnyOrder(
                        "region west: no rows of it are kept, after 60 commands",
                        "region east: 30 commands decided where the log has 60");
    }

    @Test
    void findsARegionThatIsAheadOfTheLog() {
        LiveState state = owner.regions().get(EAST);
        assertThat(differences(with(owner, EAST, new LiveState(1_000, state.sections(), state.stoppedAt()))))
                .containsExactly("region east: 1000 commands decided, more than stand in the log");
    }

    @Test
    void findsACopyOfAnotherLogAndTellsItsDoubts() {
        LogMark mark = owner.mark().orElseThrow();
        assertThat(differences(marked(new LogMark(mark.topicId(), mark.offset(), "0".repeat(64)))))
                .singleElement()
                .asString()
                .contains("at offset " + mark.offset() + " last, where one with SHA-256 " + mark.sha256() + " stands");
        assertThat(differences(marked(new LogMark(mark.topicId(), 1_000_000, mark.sha256()))))
                .contains("took offset 1000000 last, where no record stands");
        StoreCopy doubtful = new StoreCopy(
                "berth-1",
                0,
                "owner",
                owner.mark(),
                ImmutableList.of("region east has other rows than were committed: CONSUMERS with 3 rows for 4"),
                ImmutableSortedMap.of());
        assertThat(differences(doubtful)).containsExactlyElementsOf(doubtful.doubts());
    }

    @Test
    void saysIdenticalOnlyIfAllWereAskedAndEachPartitionHasItsOwner() {
        AuditReport unasked = audit(new LiveStores(
                ImmutableList.of(owner), ImmutableSortedMap.of("berth-2:8778", "cannot reach the service")));
        assertThat(ReportText.of(unasked)).contains("instance at berth-2:8778 was not asked: cannot reach the service");
        assertThat(unasked.isIdentical()).isFalse();
        assertThat(unasked.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);

        AuditReport unowned = audit(behind);
        assertThat(ReportText.of(unowned)).contains("partition 0: no instance that was asked owns it");
        assertThat(unowned.isIdentical()).isFalse();
    }

    private static StoreCopy with(StoreCopy copy, Region region, LiveState state) {
        return changed(copy, regions -> {
            regions.put(region, state);
            return regions;
        });
    }

    private static StoreCopy changed(StoreCopy copy, UnaryOperator<TreeMap<Region, LiveState>> change) {
        return new StoreCopy(
                copy.instance(),
                copy.partition(),
                copy.role(),
                copy.mark(),
                copy.doubts(),
                ImmutableSortedMap.copyOf(change.apply(new TreeMap<>(copy.regions()))));
    }

    private static StoreCopy marked(LogMark mark) {
        return new StoreCopy("berth-1", 0, "owner", Optional.of(mark), ImmutableList.of(), owner.regions());
    }

    private static List<String> differences(StoreCopy copy) {
        return audit(copy).stores().orElseThrow().copies().get(0).differences();
    }

    private static AuditReport audit(StoreCopy... copies) {
        return audit(new LiveStores(ImmutableList.copyOf(copies), ImmutableSortedMap.of()));
    }

    private static AuditReport audit(LiveStores stores) {
        LiveService live = new LiveService() {
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
        return AuditVerify.runWithStores(
                new AuditTarget(connection, registry, Optional.of(live), Duration.ofMillis(500)), AuditProgress.NONE);
    }
}
