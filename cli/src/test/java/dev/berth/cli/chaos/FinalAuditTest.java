package dev.berth.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.AuditReport;
import dev.berth.auditor.Difference;
import dev.berth.auditor.StoreReport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FinalAuditTest {
    private static final AuditReport IDENTICAL = report(ImmutableList.of(), ImmutableSortedMap.of());
    private static final AuditReport DIFFERENT = report(
            ImmutableList.of(new Difference(
                    Difference.Kind.DECISION_DIFFERS,
                    Optional.empty(),
                    0,
                    OptionalLong.of(7),
                    OptionalLong.empty(),
                    "granted",
                    "refused")),
            ImmutableSortedMap.of());
    private static final AuditReport NOT_READY =
            report(ImmutableList.of(), ImmutableSortedMap.of("127.0.0.1:8778", "503"));

    @Test
    void isRightOnceAllIsIdentical() throws Exception {
        FinalAudit.Result result = run(() -> IDENTICAL);
        assertThat(result.isRight()).isTrue();
        assertThat(result.told()).endsWith("identical").doesNotContain("again");
    }

    /** A difference that goes away is one nevertheless. */
    @Test
    void keepsADifferenceThatALaterAuditDoesNotFind() throws Exception {
        FinalAudit.Result result = run(DIFFERENT, IDENTICAL);
        assertThat(result.isRight()).isFalse();
        assertThat(result.told()).contains("decision differs", "audited again:").endsWith("identical");
    }

    @Test
    void auditsAgainWhereAnInstanceWasNotReady() throws Exception {
        FinalAudit.Result result = run(NOT_READY, IDENTICAL);
        assertThat(result.isRight()).isTrue();
        assertThat(result.told()).contains("127.0.0.1:8778 was not asked: 503").endsWith("identical");
        assertThat(run(NOT_READY, NOT_READY, NOT_READY, NOT_READY).isRight()).isFalse();
    }

    @Test
    void saysWhyNoAuditCouldBeMade() throws Exception {
        FinalAudit.Result result = run(() -> {
            throw new IllegalStateException("Kafka does not answer");
        });
        assertThat(result.isRight()).isFalse();
        assertThat(result.told()).contains("the audit failed: Kafka does not answer");
    }

    @Test
    void keepsADifferenceAlsoWhereTheNextAuditDoesNotEnd() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Queue<AuditReport> first = new ArrayDeque<>(Arrays.asList(DIFFERENT));
        Supplier<AuditReport> audit = () -> {
            if (first.isEmpty()) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return first.remove();
        };
        FinalAudit.Result result = new FinalAudit(audit, Duration.ZERO, Duration.ofMillis(500)).run();
        assertThat(result.isRight()).isFalse();
        assertThat(result.told()).contains("decision differs", "did not end within");
    }

    private static FinalAudit.Result run(AuditReport... reports) throws InterruptedException {
        Queue<AuditReport> rest = new ArrayDeque<>(Arrays.asList(reports));
        return run(rest::remove);
    }

    private static FinalAudit.Result run(Supplier<AuditReport> audit) throws InterruptedException {
        return new FinalAudit(audit, Duration.ZERO, Duration.ofMinutes(1)).run();
    }

    private static AuditReport report(
            ImmutableList<Difference> differences, ImmutableSortedMap<String, String> unreached) {
        return new AuditReport(
                1,
                1,
                0,
                0,
                1,
                1,
                ImmutableSortedMap.of(),
                differences.size(),
                differences,
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableSortedMap.of(),
                Optional.of(new StoreReport(ImmutableList.of(), unreached, ImmutableList.of())));
    }
}
