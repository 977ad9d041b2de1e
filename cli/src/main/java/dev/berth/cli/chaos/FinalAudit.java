package dev.berth.cli.chaos;

import dev.berth.auditor.AuditReport;
import dev.berth.auditor.ReportText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The audit at the end of a run, made again where an instance was not ready to be asked yet. What differed once stays
 * in what is told and is a violation, whatever a later audit says. For one use, by one thread.
 */
final class FinalAudit {
    private static final int AUDITS_MAX = 4;
    private static final String AGAIN = "audited again:";

    private final Supplier<AuditReport> audit;
    private final Duration pause;
    private final Duration timeout;
    private final List<String> told = new ArrayList<>();
    private boolean isDifferent;

    /**
     * What the audits came to.
     *
     * @param told all that they said, in order
     * @param isRight whether the last one said identical and none before it found a difference
     */
    record Result(String told, boolean isRight) {}

    FinalAudit(Supplier<AuditReport> audit, Duration pause, Duration timeout) {
        this.audit = audit;
        this.pause = pause;
        this.timeout = timeout;
    }

    Result run() throws InterruptedException {
        CompletableFuture<Boolean> isIdentical = new CompletableFuture<>();
        Thread thread = new Thread(() -> isIdentical.complete(isIdenticalInTheEnd()), "chaos-audit");
        thread.setDaemon(true);
        thread.start();
        try {
            return result(isIdentical.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            tell("the audit did not end within " + timeout.toMinutes() + " minutes");
            return result(false);
        }
    }

    private boolean isIdenticalInTheEnd() {
        for (int i = 0; i < AUDITS_MAX; i++) {
            try {
                if (i > 0) {
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                }
                AuditReport report = audit.get();
                tell(report);
                if (report.exitCode() == AuditReport.EXIT_IDENTICAL) {
                    return true;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (RuntimeException e) {
                tell("the audit failed: " + e.getMessage());
            }
        }
        return false;
    }

    private synchronized void tell(AuditReport report) {
        // An instance that could not be asked is no difference: it may not have been ready.
        isDifferent |= report.differenceCount() > 0
                || report.stores().stream()
                        .flatMap(stores -> stores.copies().stream())
                        .anyMatch(copy -> !copy.differences().isEmpty());
        tell(ReportText.of(report).stripTrailing());
    }

    private synchronized void tell(String text) {
        told.add(text);
    }

    private synchronized Result result(boolean isIdentical) {
        return new Result(String.join("\n" + AGAIN + "\n", told), isIdentical && !isDifferent);
    }
}
