package dev.berth.projector.intake;

import dev.berth.events.report.ReportRate;
import dev.berth.projector.intake.CheckedReport.Sender;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How often the registry may be asked for what senders name. A question takes time that all others wait for, and every
 * host can name schemas that nobody has: each may ask once a minute in the long run, twenty times at once, and nobody
 * for a while after the registry has not answered. For one thread.
 */
final class SchemaQuestions {
    private static final Duration OF_ONE_SENDER = Duration.ofMinutes(1);
    private static final long REST_NS = Duration.ofSeconds(30).toNanos();
    static final int AT_ONCE = 20;
    private static final int SENDERS_MAX = 100_000;

    private final ReportRate rate = new ReportRate(OF_ONE_SENDER, AT_ONCE, SENDERS_MAX);
    private OptionalLong unansweredNs = OptionalLong.empty();

    /** Counts a question, if it may be asked. */
    boolean admit(Sender sender, long nowNs) {
        boolean isResting = unansweredNs.isPresent() && nowNs - unansweredNs.getAsLong() < REST_NS;
        return !isResting && rate.admit(sender.region(), sender.host(), nowNs).isEmpty();
    }

    void unanswered(long nowNs) {
        unansweredNs = OptionalLong.of(nowNs);
    }
}
