package dev.berth.auditor;

import static dev.berth.auditor.ForgedTopics.AT;
import static dev.berth.auditor.ForgedTopics.FAR;
import static dev.berth.auditor.ForgedTopics.LENGTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.ForgedTopics.Forgery;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An audit of a real log with a forgery in each partition: what was decided is not what stands in berth.log any more,
 * or what is recorded in berth.decisions is not what was decided. Each is named at its first place.
 */
final class ForgedLogTest {
    private static SchemaRegistry registry;
    private static EmbeddedKafka kafka;
    private static AuditReport report;

    @BeforeAll
    static void auditForgedTopics(@TempDir Path directory) throws Exception {
        registry = SchemaRegistry.inMemory();
        registry.registerSchemas();
        kafka = EmbeddedKafka.start(directory);
        KafkaConnection connection = KafkaConnection.to(kafka.bootstrapServers());
        new ForgedTopics(connection, registry).make();
        report = AuditVerify.run(
                new AuditTarget(connection, registry, Optional.empty(), Duration.ZERO), AuditProgress.NONE);
    }

    @AfterAll
    static void stop() {
        kafka.close();
        registry.close();
    }

    private static List<Difference> differences(Forgery forgery) {
        return report.differences().stream()
                .filter(difference -> difference.partition() == forgery.ordinal())
                .toList();
    }

    /** What is told of a partition before all else. */
    private static void isToldFirst(Forgery forgery, Kind kind, long offset) {
        assertThat(differences(forgery)).as("%s", forgery).first().satisfies(difference -> {
            assertThat(difference.kind()).as(difference.toString()).isEqualTo(kind);
            assertThat(difference.offset()).hasValue(offset);
            assertThat(difference.place())
                    .startsWith("partition " + forgery.ordinal() + ", offset " + offset + " of berth.log");
        });
    }

    private static Difference only(Forgery forgery, Kind kind) {
        assertThat(differences(forgery)).extracting(Difference::kind).containsExactly(kind);
        return differences(forgery).get(0);
    }

    private static List<UncomparedRange> uncompared(Forgery forgery) {
        return report.uncompared().stream()
                .filter(part -> part.partition() == forgery.ordinal())
                .toList();
    }

    @Test
    void findsNothingWhereNothingWasForged() {
        assertThat(differences(Forgery.NONE)).isEmpty();
        assertThat(uncompared(Forgery.NONE)).isEmpty();
    }

    @Test
    void namesARecordOfWhichAByteWasFlipped() {
        isToldFirst(Forgery.FLIPPED, Kind.RECORD_CHANGED, AT);
        isToldFirst(Forgery.MADE_UNREADABLE, Kind.RECORD_CHANGED, AT);
    }

    @Test
    void namesARecordThatWasDropped() {
        isToldFirst(Forgery.DROPPED, Kind.RECORD_DROPPED, AT);
    }

    @Test
    void namesARecordThatWasInserted() {
        isToldFirst(Forgery.INSERTED, Kind.RECORD_INSERTED, AT);
    }

    @Test
    void namesTwoRecordsThatWereSwapped() {
        isToldFirst(Forgery.SWAPPED, Kind.RECORD_SWAPPED, AT);
        isToldFirst(Forgery.SWAPPED_FAR, Kind.RECORD_SWAPPED, AT);
        assertThat(differences(Forgery.SWAPPED_FAR).get(0).refolded()).endsWith("the other at offset " + FAR);
    }

    @Test
    void namesARecordThatWasReplaced() {
        isToldFirst(Forgery.REPLACED, Kind.RECORD_REPLACED, AT);
    }

    @Test
    void namesALogWhoseEndWasCut() {
        isToldFirst(Forgery.END_CUT, Kind.LOG_CUT, AT);
    }

    @Test
    void saysThatNothingOfALogWithoutItsBeginningCouldBeCompared() {
        assertThat(differences(Forgery.BEGINNING_CUT)).isEmpty();
        assertThat(uncompared(Forgery.BEGINNING_CUT)).hasSize(3).first().satisfies(part -> {
            assertThat(part.place())
                    .isEqualTo("partition " + Forgery.BEGINNING_CUT.ordinal() + ", offsets 0 to " + (AT - 1)
                            + " of berth.log");
            assertThat(part.reason()).isEqualTo("these records were deleted");
        });
        assertThat(uncompared(Forgery.BEGINNING_CUT))
                .filteredOn(part -> part.region().isPresent())
                .allSatisfy(part -> assertThat(part.reason()).startsWith("the log begins at offset " + AT))
                .extracting(UncomparedRange::from)
                .containsExactlyInAnyOrder(0L, 3L);
    }

    @Test
    void namesDecisionsThatWereForged() {
        assertThat(differences(Forgery.DECISION_FLIPPED))
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.DECISION_UNREADABLE, Kind.DECISION_MISSING);
        assertThat(differences(Forgery.DECISION_FLIPPED))
                .filteredOn(difference -> difference.kind() == Kind.DECISION_UNREADABLE)
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.place()).endsWith(", offset " + AT + " of berth.decisions"));
        assertThat(only(Forgery.DECISION_DROPPED, Kind.DECISION_MISSING).offset())
                .hasValue(AT);
        Difference inserted = only(Forgery.DECISION_INSERTED, Kind.DECISION_UNFOUNDED);
        assertThat(inserted.recordedAt()).hasValue(AT);
        Difference doubled = only(Forgery.DECISION_DOUBLED, Kind.DECISION_DOUBLED);
        assertThat(doubled.offset()).hasValue(AT);
        assertThat(doubled.recordedAt()).hasValue(AT + 5);
        Difference swapped = only(Forgery.DECISION_SWAPPED, Kind.DECISION_SWAPPED);
        assertThat(swapped.offset()).hasValue(AT);
        assertThat(swapped.recordedAt()).hasValue(AT + 1);
        Difference replaced = only(Forgery.DECISION_REPLACED, Kind.DECISION_DIFFERS);
        assertThat(replaced.offset()).hasValue(AT);
        assertThat(replaced.recordedAt()).hasValue(AT);
    }

    @Test
    void saysOfWhichCommandsNoDecisionIsLeft() {
        for (Forgery forgery : List.of(Forgery.DECISIONS_CUT, Forgery.DECISIONS_GONE, Forgery.DECISIONS_END_CUT)) {
            assertThat(differences(forgery)).as("%s", forgery).isEmpty();
            assertThat(uncompared(forgery)).hasSize(2);
        }
        assertThat(records(Forgery.DECISIONS_CUT)).isEqualTo(AT);
        assertThat(records(Forgery.DECISIONS_GONE)).isEqualTo(LENGTH);
        assertThat(records(Forgery.DECISIONS_END_CUT)).isEqualTo(LENGTH - AT);
        assertThat(uncompared(Forgery.DECISIONS_CUT).get(0)).satisfies(part -> {
            assertThat(part.from()).isZero();
            assertThat(part.to()).isEqualTo(AT - 4);
            assertThat(part.reason()).startsWith("berth.decisions begins at its offset " + AT);
        });
        assertThat(ReportText.of(report))
                .contains("partition " + Forgery.DECISIONS_CUT.ordinal() + ", offsets 0 to " + (AT - 4)
                        + " of berth.log (12 commands): berth.decisions begins at its offset " + AT)
                .doesNotContain("identical")
                .contains("but not all could be compared");
        assertThat(ReportJson.of(report)).contains("\"not_compared\" : [", "\"identical\" : false");
    }

    private static long records(Forgery forgery) {
        return uncompared(forgery).stream().mapToLong(UncomparedRange::records).sum();
    }
}
