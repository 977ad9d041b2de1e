package dev.berth.auditor;

import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogRecord;
import java.util.Optional;

/**
 * Compares what a running service has taken last of a partition with what stands there in the log that is audited: a
 * service may hold what came from another log, or from more of this one. For one thread.
 */
final class MarkCheck {
    private final LivePartition live;
    private Optional<LogMark> found = Optional.empty();
    private long from;

    MarkCheck(LivePartition live) {
        this.live = live;
    }

    /** Reading begins there, so that nothing can be said of what the service took before it. */
    void begin(PartitionPlace place) {
        from = place.mark().map(LogMark::offset).orElse(0L);
        found = place.mark()
                .filter(mark -> live.mark().isPresent()
                        && mark.offset() == live.mark().get().offset());
    }

    void see(LogRecord message) {
        if (live.mark().isPresent()
                && message.position().offset() == live.mark().get().offset()) {
            found = Optional.of(LogMark.of(live.mark().get().topicId(), message));
        }
    }

    /**
     * Whether the service says itself that its state and the log do not belong together; there is no more to compare
     * then.
     */
    boolean isBroken() {
        return live.fault().isPresent();
    }

    /** Reports what is wrong, after the log was read to its end. */
    void judge(LogProgress.Partition log, Findings findings) {
        if (live.fault().isPresent()) {
            findings.logDiffers(live.partition(), live.fault().get(), range(log));
            return;
        }
        Optional<LogMark> mark =
                live.mark().filter(taken -> taken.offset() >= Math.max(from, log.begin()) || found.isPresent());
        if (mark.isPresent()) {
            if (!found.equals(mark)) {
                findings.logDiffers(
                        live.partition(),
                        "a record with SHA-256 " + mark.get().sha256() + " at offset "
                                + mark.get().offset(),
                        found.map(other -> "one with SHA-256 " + other.sha256())
                                .orElse("nothing there; " + range(log)));
            }
        }
    }

    private static String range(LogProgress.Partition log) {
        return "the log begins at offset " + log.begin() + " and ends at " + log.end();
    }
}
