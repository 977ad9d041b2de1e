package dev.berth.auditor;

import static dev.berth.auditor.FaultyLog.AT;
import static dev.berth.auditor.FaultyLog.BEHIND;
import static dev.berth.auditor.FaultyLog.DRIFTED;
import static dev.berth.auditor.FaultyLog.HONEST;
import static dev.berth.auditor.FaultyLog.LENGTH;
import static dev.berth.auditor.FaultyLog.MISSING;
import static dev.berth.auditor.FaultyLog.MISSING_LAST;
import static dev.berth.auditor.FaultyLog.OTHER_CHAIN;
import static dev.berth.auditor.FaultyLog.OTHER_HISTORY;
import static dev.berth.auditor.FaultyLog.OTHER_OUTCOME;
import static dev.berth.auditor.FaultyLog.OTHER_RULES;
import static dev.berth.auditor.FaultyLog.OTHER_TIME;
import static dev.berth.auditor.FaultyLog.PARTITIONS;
import static dev.berth.auditor.FaultyLog.REPEATED;
import static dev.berth.auditor.FaultyLog.REWRITTEN;
import static dev.berth.auditor.FaultyLog.SKIPPED;
import static dev.berth.auditor.FaultyLog.STANDING;
import static dev.berth.auditor.FaultyLog.UNFOUNDED;
import static dev.berth.auditor.FaultyLog.UNREADABLE;
import static dev.berth.auditor.FaultyLog.WENT_ON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auditor.Difference.Kind;
import dev.berth.events.log.Partitions;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RecentCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An audit of a real log on a real broker, with one region for each way in which a service may have gone wrong. Each is
 * found, named and kept apart from the others.
 */
final class AuditVerifyTest {
    private static FaultyLog faulty;
    private static AuditReport report;
    private static final List<Long> PROGRESS = new ArrayList<>();

    @BeforeAll
    static void auditALogWithFaults(@TempDir Path directory) {
        faulty = new FaultyLog(directory);
        report = AuditVerify.run(faulty.target(faulty.lying()), (read, total) -> PROGRESS.add(read * 1000 / total));
    }

    @AfterAll
    static void stop() {
        faulty.close();
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
        for (RecentCommands.Entry entry :
                faulty.service.fold(region).view().recent().entries()) {
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
        assertThat(faulty.service.fold(STANDING).waiting()).hasSize(LENGTH - AT);
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
    void printsWhatItHasFound() {
        assertThat(ReportText.of(report))
                .contains("region drifted, partition " + Partitions.of(DRIFTED, PARTITIONS) + ": state differs")
                .contains("region standing has stopped at ")
                .endsWith(report.differenceCount() + " differences, but 2 regions stopped\n");
        assertThat(ReportJson.of(report)).contains("\"identical\" : false").contains("\"kind\" : \"DECISION_MISSING\"");
    }
}
