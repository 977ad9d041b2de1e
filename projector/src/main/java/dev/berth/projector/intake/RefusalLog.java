package dev.berth.projector.intake;

import dev.berth.projector.intake.CheckedReport.Sender;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is refused, and tells it: of one sender and reason once a minute, and a hundred lines a minute in all,
 * anyone who sends how much. It keeps at most ten thousand senders in mind. Thread-safe.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();
    private static final int LINES_MAX = 100;
    static final int KEPT_MAX = 10_000;

    private final Map<IntakeRefusal, LongAdder> counts = new EnumMap<>(IntakeRefusal.class);
    private final Map<Told, Long> toldNs = new LinkedHashMap<>();
    private final LongSupplier nanoClock;
    private long minuteNs;
    private int lines;
    private long untold;

    /** What is told apart; the reason is that of the intake or of the ledger. */
    private record Told(Optional<Sender> sender, String reason) {}

    RefusalLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.minuteNs = nanoClock.getAsLong();
        for (IntakeRefusal reason : IntakeRefusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    long count(IntakeRefusal reason) {
        return counts.get(reason).sum();
    }

    void refused(int partition, long offset, Verdict.Discarded refused) {
        counts.get(refused.reason()).increment();
        tell(partition, offset, refused.sender(), refused.reason().label(), refused.words());
    }

    /** What the ledger did not take is counted elsewhere. */
    void refusedByLedger(CheckedReport report, String rejection) {
        tell(report.partition(), report.offset(), Optional.of(report.sender()), rejection, "refused by the ledger");
    }

    private synchronized void tell(int partition, long offset, Optional<Sender> sender, String reason, String words) {
        long nowNs = nanoClock.getAsLong();
        if (nowNs - minuteNs >= MINUTE_NS) {
            if (untold > 0) {
                LOG.warn("{} more reports were refused; see berth_intake_refused_total.", untold);
            }
            minuteNs = nowNs;
            lines = 0;
            untold = 0;
        }
        Told told = new Told(sender, reason);
        Long lastNs = toldNs.get(told);
        if (lines >= LINES_MAX || lastNs != null && nowNs - lastNs < MINUTE_NS) {
            untold++;
            return;
        }
        lines++;
        toldNs.remove(told);
        toldNs.put(told, nowNs);
        if (toldNs.size() > KEPT_MAX) {
            toldNs.remove(toldNs.keySet().iterator().next());
        }
        LOG.warn(
                "The report at offset {} of partition {}, {}, is refused ({}): {}",
                offset,
                partition,
                sender.map(from -> "of host " + from.host() + " in region " + from.region())
                        .orElse("of nobody"),
                reason,
                words);
    }

    /** How many senders and reasons are kept in mind. */
    synchronized int size() {
        return toldNs.size();
    }
}
