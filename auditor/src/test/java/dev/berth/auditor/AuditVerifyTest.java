package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.log.KafkaConnection;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RecentCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Audits of a real log on a real broker, with one region for each way in which a service may have gone wrong. Each is
 * found, named and kept apart from the others.
 */
final class AuditVerifyTest {
    private static final int PARTITIONS = 3;
    private static final int LENGTH = 60;
    private static final int AT = 25;

    private static final Region HONEST = new Region("honest");
    private static final Region OTHER_OUTCOME = new Region("other-outcome");
    private static final Region OTHER_RULES = new Region("other-rules");
    private static final Region OTHER_TIME = new Region("other-time");
    private static final Region OTHER_CHAIN = new Region("other-chain");
    private static final Region OTHER_HISTORY = new Region("other-history");
    private static final Region REWRITTEN = new Region("rewritten");
    private static final Region MISSING = new Region("missing");
    private static final Region MISSING_LAST = new Region("missing-last");
    private static final Region REPEATED = new Region("repeated");
    private static final Region UNFOUNDED = new Region("unfounded");
    private static final Region UNREADABLE = new Region("unreadable");
    private static final Region STANDING = new Region("standing");
    private static final Region SKIPPED = new Region("skipped");
    private static final Region DRIFTED = new Region("drifted");
    private static final Region WENT_ON = new Region("went-on");
    private static final Region BEHIND = new Region("behind");

    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry embeddedRegistry;
    private static KafkaConnection connection;
    private static SchemaRegistry registry;
    private static TestingService service;
    private static AuditReport report;
    private static final List<Long> PROGRESS = new ArrayList<>();

    @BeforeAll
    static void auditALogWithFaults(@TempDir Path directory) {
        kafka = EmbeddedKafka.start(directory);
        embeddedRegistry = EmbeddedRegistry.start(kafka.bootstrapServers());
        connection = KafkaConnection.to(kafka.bootstrapServers());
        registry = SchemaRegistry.connect(embeddedRegistry.url());
        registry.registerSchemas();
        TopicAdmin.ensure(connection, PARTITIONS, 1);
        service = new TestingService(connection, registry);

        service.record(
                OTHER_OUTCOME, (n, decision) -> List.of(service.encoded(n == AT ? refused(decision) : decision)));
        service.record(
                OTHER_RULES, (n, decision) -> List.of(service.encoded(n == AT ? byOtherRules(decision) : decision)));
        service.record(OTHER_TIME, (n, decision) -> List.of(service.encoded(n == AT ? earlier(decision) : decision)));
        service.record(
                OTHER_CHAIN,
                (n, decision) -> List.of(service.encoded(n == AT || n == AT + 10 ? unchained(decision) : decision)));
        service.record(
                OTHER_HISTORY, (n, decision) -> List.of(service.encoded(n >= AT ? unchained(decision) : decision)));
        service.record(
                REWRITTEN,
                (n, decision) -> List.of(service.encoded(
                        n == AT ? unchained(refused(decision)) : n > AT ? unchained(decision) : decision)));
        service.record(MISSING, (n, decision) -> n == AT ? List.of() : List.of(service.encoded(decision)));
        service.record(MISSING_LAST, (n, decision) -> n >= LENGTH - 1 ? List.of() : List.of(service.encoded(decision)));
        service.record(
                REPEATED,
                (n, decision) -> n == AT
                        ? List.of(service.encoded(decision), service.encoded(decision))
                        : List.of(service.encoded(decision)));
        service.record(
                UNREADABLE, (n, decision) -> List.of(n == AT ? new byte[] {1, 2, 3} : service.encoded(decision)));

        for (Region region : List.of(
                HONEST,
                OTHER_OUTCOME,
                OTHER_RULES,
                OTHER_TIME,
                OTHER_CHAIN,
                OTHER_HISTORY,
                REWRITTEN,
                MISSING,
                MISSING_LAST,
                REPEATED,
                UNFOUNDED,
                UNREADABLE,
                DRIFTED,
                BEHIND)) {
            service.append(region, commands(region, LENGTH));
        }
        for (Region region : List.of(STANDING, SKIPPED, WENT_ON)) {
            List<Command> commands = commands(region, LENGTH);
            service.append(region, commands.subList(0, AT));
            service.appendRaw(Partitions.key(region), new byte[] {7});
            service.append(region, commands.subList(AT, LENGTH));
        }
        service.appendRaw(null, new byte[] {7});
        service.decide();
        long bad = service.fold(SKIPPED).stop().orElseThrow().position().offset();
        service.append(SKIPPED, List.of(new SkipRecord(new CommandId(new UUID(1, 1)), bad)));
        for (long offset : List.of(3L, 1_000_000L)) {
            service.recordRaw(
                    UNFOUNDED,
                    service.encoded(new Decision(
                            new Position(Partitions.of(UNFOUNDED, PARTITIONS), offset, 5),
                            new CommandId(new UUID(2, 2)),
                            CommandKind.DELETE_PROVIDER,
                            1,
                            Outcome.accepted(),
                            Sha256.NONE)));
        }
        service.append(UNFOUNDED, List.of(new SkipRecord(new CommandId(new UUID(3, 3)), 0)));
        service.decide();
        report = AuditVerify.run(target(new LyingService()), (read, total) -> PROGRESS.add(read * 1000 / total));
    }

    @AfterAll
    static void stop() {
        service.close();
        registry.close();
        embeddedRegistry.close();
        kafka.close();
    }

    private static AuditTarget target(LiveService live) {
        return new AuditTarget(connection, registry, Optional.of(live), Duration.ofMillis(500));
    }

    private static List<Command> commands(Region region, int length) {
        // Each once: a repetition is not counted among a region's decided commands.
        return RandomCommands.log(region.name().hashCode(), 2 * length, new Symbols()).stream()
                .distinct()
                .limit(length)
                .toList();
    }

    private static Decision refused(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                Outcome.refused(Refusal.of(Rejection.NOT_STOPPED_THERE).with(Refusal.Fact.REQUESTED, "forged")),
                decision.chain());
    }

    private static Decision byOtherRules(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                7,
                decision.outcome(),
                decision.chain());
    }

    /** As a forger would write it who does not know the records before it. */
    private static Decision unchained(Decision decision) {
        return new Decision(
                decision.position(),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                decision.outcome(),
                Sha256.of(decision.chain().bytes()));
    }

    private static Decision earlier(Decision decision) {
        Position position = decision.position();
        return new Decision(
                new Position(position.partition(), position.offset(), position.timestampMs() - 1),
                decision.commandId(),
                decision.commandKind(),
                decision.rulesVersion(),
                decision.outcome(),
                decision.chain());
    }

    /** Says of some regions what is not so. */
    private static final class LyingService implements LiveService {
        @Override
        public SortedSet<Region> regions() {
            return service.regions();
        }

        @Override
        public LiveState state(Region region) {
            LiveState state = service.state(region);
            if (region.equals(DRIFTED)) {
                TreeMap<String, String> sections = new TreeMap<>(state.sections());
                sections.put("USAGE", "0123");
                return new LiveState(state.decided(), ImmutableSortedMap.copyOfSorted(sections), state.stoppedAt());
            }
            if (region.equals(WENT_ON)) {
                return new LiveState(state.decided(), state.sections(), OptionalLong.empty());
            }
            return region.equals(BEHIND)
                    ? new LiveState(state.decided() - 1, state.sections(), state.stoppedAt())
                    : state;
        }
    }

    private static List<Difference> differences(Region region) {
        return report.differences().stream()
                .filter(difference -> difference.region().equals(Optional.of(region.name())))
                .toList();
    }

    private static Difference only(Region region, Kind kind) {
        assertThat(differences(region)).extracting(Difference::kind).containsExactly(kind);
        Difference difference = differences(region).get(0);
        assertThat(difference.partition()).isEqualTo(Partitions.of(region, PARTITIONS));
        return difference;
    }

    @Test
    void endsWhenItIsToldToAndNamesWhatItHasNotCompared() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> given = Collections.synchronizedList(new ArrayList<>());
        AuditReport cancelled = AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO),
                AuditPlan.USUAL
                        .givingStatesTo(state -> given.add(state.place().partition()))
                        .goingOnWhile(() -> asked.incrementAndGet() <= 50),
                AuditProgress.NONE);
        assertThat(given).as("states of what was not read to its end").isEmpty();
        assertThat(cancelled.commands()).isEqualTo(50);
        assertThat(cancelled.isIdentical()).isFalse();
        List<UncomparedRange> rest = cancelled.uncompared().stream()
                .filter(range -> range.reason().contains("cancelled"))
                .toList();
        assertThat(rest).extracting(UncomparedRange::partition).containsExactly(0, 1, 2);
        assertThat(ReportText.of(cancelled)).contains("the audit was cancelled; all before was compared");
    }

    @Test
    void givesTheStatesOfPartitionsInTheirOrder() {
        List<Integer> given = Collections.synchronizedList(new ArrayList<>());
        AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO),
                AuditPlan.USUAL.givingStatesTo(state -> given.add(state.place().partition())),
                AuditProgress.NONE);
        assertThat(given).containsExactly(0, 1, 2);
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(differences(HONEST)).isEmpty();
        assertThat(report.differences())
                .as("what was forged are the decisions, and not the log")
                .noneMatch(difference -> difference.kind().name().matches("RECORD_.*|LOG_.*"));
        assertThat(report.uncompared()).isEmpty();
        assertThat(differences(SKIPPED)).isEmpty();
    }

    @Test
    void namesADecisionThatCameToSomethingElse() {
        Difference difference = only(OTHER_OUTCOME, Kind.DECISION_DIFFERS);
        assertThat(difference.recorded()).isEqualTo("refused NOT_STOPPED_THERE (requested=forged)");
        assertThat(difference.refolded()).isNotEqualTo(difference.recorded());
        assertThat(difference.offset()).isPresent();
        assertThat(only(OTHER_RULES, Kind.DECISION_DIFFERS).recorded()).isEqualTo("rules version 7");
        assertThat(only(OTHER_RULES, Kind.DECISION_DIFFERS).refolded()).isEqualTo("rules version 1");
        assertThat(only(OTHER_TIME, Kind.DECISION_DIFFERS).recorded()).startsWith("time ");
    }

    @Test
    void findsADecisionThatIsForgedInItsChainAlone() {
        assertThat(differences(OTHER_CHAIN))
                .allSatisfy(difference -> {
                    assertThat(difference.kind()).isEqualTo(Kind.CHAIN_BREAKS);
                    assertThat(difference.recorded()).matches("chain [0-9a-f]{64}");
                    assertThat(difference.refolded())
                            .matches("chain [0-9a-f]{64}")
                            .isNotEqualTo(difference.recorded());
                })
                .extracting(difference -> difference.offset().orElseThrow())
                .containsExactly(offset(OTHER_CHAIN, AT), offset(OTHER_CHAIN, AT + 10));
    }

    @Test
    void namesTheFirstDecisionAtWhichTheChainBreaks() {
        assertThat(only(OTHER_HISTORY, Kind.CHAIN_BREAKS).offset()).hasValue(offset(OTHER_HISTORY, AT));
        assertThat(ReportText.of(report))
                .contains("region other-history, partition " + Partitions.of(OTHER_HISTORY, PARTITIONS) + ", offset "
                        + offset(OTHER_HISTORY, AT) + " of berth.log, offset ");
    }

    @Test
    void tellsOfARewrittenHistoryWhereItBegins() {
        Difference difference = only(REWRITTEN, Kind.DECISION_DIFFERS);
        assertThat(difference.offset()).hasValue(offset(REWRITTEN, AT));
        assertThat(difference.recorded()).startsWith("refused NOT_STOPPED_THERE (requested=forged); chain ");
    }

    /** Where the n-th command of a region stands that has decided each. */
    private static long offset(Region region, int n) {
        int i = 0;
        for (RecentCommands.Entry entry : service.fold(region).view().recent().entries()) {
            if (i++ == n) {
                return entry.position().offset();
            }
        }
        throw new AssertionError("expected more than " + n + " commands of " + region);
    }

    @Test
    void namesADecisionThatIsMissing() {
        assertThat(only(MISSING, Kind.DECISION_MISSING).recorded()).isEqualTo("nothing");
        assertThat(only(MISSING_LAST, Kind.DECISION_MISSING).recorded()).isEqualTo("nothing");
    }

    @Test
    void namesADecisionThatNobodyHasMade() {
        only(REPEATED, Kind.DECISION_DOUBLED);
        assertThat(differences(UNFOUNDED))
                .allSatisfy(difference -> assertThat(difference.kind()).isEqualTo(Kind.DECISION_UNFOUNDED))
                .allSatisfy(difference -> assertThat(difference.recorded()).startsWith("DELETE_PROVIDER accepted"))
                .extracting(difference -> difference.offset().orElseThrow())
                .containsExactly(3L, 1_000_000L);
    }

    @Test
    void namesADecisionThatCannotBeRead() {
        assertThat(differences(UNREADABLE))
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.DECISION_UNREADABLE, Kind.DECISION_MISSING);
    }

    @Test
    void standsWhereTheServiceStandsAndGoesOnElsewhere() {
        assertThat(differences(STANDING)).isEmpty();
        assertThat(report.stopped().keySet()).containsExactly(STANDING.name(), WENT_ON.name());
        assertThat(service.fold(STANDING).waiting()).hasSize(LENGTH - AT);
    }

    @Test
    void namesTheSectionsOfAStateThatHasDrifted() {
        Difference difference = only(DRIFTED, Kind.STATE_DIFFERS);
        assertThat(difference.recorded()).isEqualTo("USAGE 0123");
        assertThat(difference.refolded()).startsWith("USAGE ").doesNotContain(",");
    }

    @Test
    void namesARegionThatGoesOnWhereItShouldStand() {
        Difference difference = only(WENT_ON, Kind.STOP_DIFFERS);
        assertThat(difference.recorded()).isEqualTo("goes on");
        assertThat(difference.refolded()).startsWith("stands at offset ");
    }

    @Test
    void namesARegionThatDoesNotKeepUp() {
        Difference difference = only(BEHIND, Kind.PROGRESS_DIFFERS);
        assertThat(difference.recorded()).isEqualTo(LENGTH - 1 + " commands decided");
        assertThat(difference.refolded()).isEqualTo(LENGTH + " commands decided");
    }

    @Test
    void countsWhatItHasRead() {
        // Three bad records, two skips, and one that belongs to nobody.
        assertThat(report.commands()).isEqualTo(17L * LENGTH + 6);
        assertThat(report.foreign()).isEqualTo(1);
        assertThat(report.regions()).isEqualTo(17);
        assertThat(report.states()).isEqualTo(16);
        assertThat(report.differenceCount()).isEqualTo(report.differences().size());
        assertThat(report.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
        assertThat(PROGRESS).isSorted().last().isEqualTo(1000L);
    }

    @Test
    void comparesDecisionsAloneWithoutAService() {
        AuditReport offline = AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO), AuditProgress.NONE);
        assertThat(offline.states()).isZero();
        assertThat(offline.differences())
                .extracting(Difference::kind)
                .contains(Kind.DECISION_DIFFERS, Kind.DECISION_MISSING)
                .doesNotContain(Kind.STATE_DIFFERS, Kind.STOP_DIFFERS, Kind.PROGRESS_DIFFERS);
    }

    @Test
    void countsWhatNobodyHasDecidedYetAndHoldsLittleOfIt() {
        service.append(
                new Region("undecided"),
                IntStream.range(0, 12_000)
                        .<Command>mapToObj(
                                i -> new CreateTrait(new CommandId(new UUID(4, i)), Trait.of("CUSTOM_" + i % 7)))
                        .toList());
        AuditReport offline = AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO), AuditProgress.NONE);
        assertThat(offline.undecided()).isGreaterThanOrEqualTo(12_000);
        assertThat(offline.differences())
                .noneMatch(difference -> difference.region().equals(Optional.of("undecided")));
        assertThat(ReportText.of(offline)).containsPattern("not decided yet: [\\d,]+ commands? at the end of the log");
    }

    @Test
    void followsAServiceThatGoesOnMeanwhile() {
        Region moving = new Region("moving");
        List<Command> commands = commands(moving, LENGTH);
        service.append(moving, commands.subList(0, 10));
        service.decide();
        RegionFold early = service.fold(moving);
        List<Integer> asked = new ArrayList<>();
        LiveService live = new LiveService() {
            @Override
            public SortedSet<Region> regions() {
                return service.regions();
            }

            @Override
            public LiveState state(Region region) {
                if (!region.equals(moving)) {
                    return service.state(region);
                }
                asked.add(asked.size());
                if (asked.size() == 1) {
                    service.append(moving, commands.subList(10, 40));
                    service.decide();
                } else if (asked.size() == 2) {
                    service.append(moving, commands.subList(40, LENGTH));
                    service.decide();
                }
                return asked.size() == 1 ? TestingService.state(early) : service.state(region);
            }
        };
        AuditReport moved = AuditVerify.run(target(live), AuditProgress.NONE);
        assertThat(moved.differences())
                .noneMatch(difference -> difference.region().equals(Optional.of(moving.name())));
        assertThat(asked).isNotEmpty();
    }

    @Test
    void namesALogThatDoesNotHoldWhatTheServiceTookLast() {
        AuditReport other = AuditVerify.run(
                target(holding(
                        new LivePartition(0, Optional.of(markAt(0, 3)), Optional.empty()),
                        new LivePartition(
                                1,
                                Optional.of(new LogMark(
                                        new Uuid(1, 1), 3, markAt(0, 3).sha256())),
                                Optional.empty()),
                        new LivePartition(
                                2,
                                Optional.of(new LogMark(
                                        new Uuid(1, 1), 1_000_000, markAt(0, 3).sha256())),
                                Optional.empty()))),
                AuditProgress.NONE);

        assertThat(other.differences())
                .filteredOn(difference -> difference.kind() == Kind.LOG_DIFFERS)
                .satisfiesExactly(
                        difference -> {
                            assertThat(difference.place()).isEqualTo("partition 1");
                            assertThat(difference.refolded()).startsWith("one with SHA-256 ");
                        },
                        difference -> {
                            assertThat(difference.place()).isEqualTo("partition 2");
                            assertThat(difference.recorded()).endsWith(" at offset 1000000");
                            assertThat(difference.refolded()).startsWith("nothing there; the log begins at offset 0");
                        });
        assertThat(other.exitCode()).isEqualTo(AuditReport.EXIT_DIFFERENT);
    }

    @Test
    void namesAPartitionThatTheServiceHasHalted() {
        int partition = Partitions.of(DRIFTED, PARTITIONS);
        AuditReport other = AuditVerify.run(
                target(holding(new LivePartition(partition, Optional.empty(), Optional.of("it ends at offset 3")))),
                AuditProgress.NONE);

        assertThat(other.differences())
                .filteredOn(difference -> difference.kind() == Kind.LOG_DIFFERS)
                .singleElement()
                .satisfies(difference -> assertThat(difference.recorded()).isEqualTo("it ends at offset 3"));
        assertThat(other.differences())
                .as("a state that comes from another log is not compared with this one")
                .noneMatch(difference -> difference.region().equals(Optional.of(DRIFTED.name())));
    }

    private static LiveService holding(LivePartition... partitions) {
        return new LiveService() {
            @Override
            public SortedSet<Region> regions() {
                return service.regions();
            }

            @Override
            public LiveState state(Region region) {
                return new LyingService().state(region);
            }

            @Override
            public List<LivePartition> partitions() {
                return List.of(partitions);
            }
        };
    }

    private static LogMark markAt(int partition, long offset) {
        try (LogReader reader =
                LogReader.open(connection, Topics.LOG.topic(), ImmutableSortedMap.of(partition, offset))) {
            return LogMark.of(new Uuid(1, 1), reader.next().orElseThrow());
        }
    }

    @Test
    void saysWhatDoesNotAnswer() {
        LiveService absent = new HttpLiveService(URI.create("http://127.0.0.1:1"), Optional.empty());
        assertThatThrownBy(() -> AuditVerify.run(target(absent), AuditProgress.NONE))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }

    @Test
    void printsWhatItHasFound() {
        assertThat(ReportText.of(report))
                .contains("region drifted, partition " + Partitions.of(DRIFTED, PARTITIONS) + ": state differs")
                .contains("region standing has stopped at ")
                .endsWith(report.differenceCount() + " differences, but 2 regions stopped\n");
        assertThat(ReportJson.of(report)).contains("\"identical\" : false").contains("\"kind\" : \"DECISION_MISSING\"");
    }
}
