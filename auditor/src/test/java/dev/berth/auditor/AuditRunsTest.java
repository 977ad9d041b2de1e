package dev.berth.auditor;

import static dev.berth.auditor.FaultyLog.DRIFTED;
import static dev.berth.auditor.FaultyLog.LENGTH;
import static dev.berth.auditor.FaultyLog.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.events.command.Command;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.RegionFold;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audits of one log that are ended, have no service, or one that goes on, has halted, or does not answer. */
final class AuditRunsTest {
    private static FaultyLog faulty;

    @BeforeAll
    static void writeALogWithFaults(@TempDir Path directory) {
        faulty = new FaultyLog(directory);
    }

    @AfterAll
    static void stop() {
        faulty.close();
    }

    @Test
    void endsWhenItIsToldToAndNamesWhatItHasNotCompared() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> given = Collections.synchronizedList(new ArrayList<>());
        AuditReport cancelled = AuditVerify.run(
                faulty.alone(),
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
                faulty.alone(),
                AuditPlan.USUAL.givingStatesTo(state -> given.add(state.place().partition())),
                AuditProgress.NONE);
        assertThat(given).containsExactly(0, 1, 2);
    }

    @Test
    void comparesDecisionsAloneWithoutAService() {
        AuditReport offline = AuditVerify.run(faulty.alone(), AuditProgress.NONE);
        assertThat(offline.states()).isZero();
        assertThat(offline.differences())
                .extracting(Difference::kind)
                .contains(Kind.DECISION_DIFFERS, Kind.DECISION_MISSING)
                .doesNotContain(Kind.STATE_DIFFERS, Kind.STOP_DIFFERS, Kind.PROGRESS_DIFFERS);
    }

    @Test
    void countsWhatNobodyHasDecidedYetAndHoldsLittleOfIt() {
        faulty.service.append(
                new Region("undecided"),
                IntStream.range(0, 12_000)
                        .<Command>mapToObj(
                                i -> new CreateTrait(new CommandId(new UUID(4, i)), Trait.of("CUSTOM_" + i % 7)))
                        .toList());
        AuditReport offline = AuditVerify.run(faulty.alone(), AuditProgress.NONE);
        assertThat(offline.undecided()).isGreaterThanOrEqualTo(12_000);
        assertThat(offline.differences())
                .noneMatch(difference -> difference.region().equals(Optional.of("undecided")));
        assertThat(ReportText.of(offline)).containsPattern("not decided yet: [\\d,]+ commands? at the end of the log");
    }

    @Test
    void followsAServiceThatGoesOnMeanwhile() {
        Region moving = new Region("moving");
        List<Command> commands = FaultyLog.commands(moving, LENGTH);
        faulty.service.append(moving, commands.subList(0, 10));
        faulty.service.decide();
        RegionFold early = faulty.service.fold(moving);
        List<Integer> asked = new ArrayList<>();
        LiveService live = new LiveService() {
            @Override
            public SortedSet<Region> regions() {
                return faulty.service.regions();
            }

            @Override
            public LiveState state(Region region) {
                if (!region.equals(moving)) {
                    return faulty.service.state(region);
                }
                asked.add(asked.size());
                if (asked.size() == 1) {
                    faulty.service.append(moving, commands.subList(10, 40));
                    faulty.service.decide();
                } else if (asked.size() == 2) {
                    faulty.service.append(moving, commands.subList(40, LENGTH));
                    faulty.service.decide();
                }
                return asked.size() == 1 ? TestingService.state(early) : faulty.service.state(region);
            }
        };
        AuditReport moved = AuditVerify.run(faulty.target(live), AuditProgress.NONE);
        assertThat(moved.differences())
                .noneMatch(difference -> difference.region().equals(Optional.of(moving.name())));
        assertThat(asked).isNotEmpty();
    }

    @Test
    void namesALogThatDoesNotHoldWhatTheServiceTookLast() {
        AuditReport other = AuditVerify.run(
                faulty.target(holding(
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
                faulty.target(
                        holding(new LivePartition(partition, Optional.empty(), Optional.of("it ends at offset 3")))),
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
                return faulty.service.regions();
            }

            @Override
            public LiveState state(Region region) {
                return faulty.lying().state(region);
            }

            @Override
            public List<LivePartition> partitions() {
                return List.of(partitions);
            }
        };
    }

    private static LogMark markAt(int partition, long offset) {
        try (LogReader reader =
                LogReader.open(faulty.connection, Topics.LOG.topic(), ImmutableSortedMap.of(partition, offset))) {
            return LogMark.of(new Uuid(1, 1), reader.next().orElseThrow());
        }
    }

    @Test
    void saysWhatDoesNotAnswer() {
        LiveService absent = new HttpLiveService(URI.create("http://127.0.0.1:1"), Optional.empty());
        assertThatThrownBy(() -> AuditVerify.run(faulty.target(absent), AuditProgress.NONE))
                .isInstanceOf(AuditFailedException.class)
                .hasMessageContaining("http://127.0.0.1:1");
    }
}
