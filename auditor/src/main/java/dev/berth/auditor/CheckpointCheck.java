package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.Difference.Kind;
import dev.berth.auditor.proof.Checkpoint;
import dev.berth.auditor.proof.PartitionPlace;
import dev.berth.auditor.proof.PartitionState;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.log.LogMark;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.TopicAdmin;
import dev.berth.events.log.Topics;
import dev.berth.events.model.LogId;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * Where an audit begins in each partition: at the beginning of the log, or at a checkpoint, and then whether the log
 * goes on from that. Any thread may use it.
 */
final class CheckpointCheck {
    private final AuditTarget target;
    private final Optional<Checkpoint> checkpoint;
    private final LogId log;

    /** @throws AuditFailedException if the checkpoint is none of the log */
    CheckpointCheck(AuditTarget target, Optional<Checkpoint> checkpoint, LogId log, int partitions) {
        this.target = target;
        this.checkpoint = checkpoint;
        this.log = log;
        checkpoint.ifPresent(from -> requireSame(from, log, partitions));
    }

    private static void requireSame(Checkpoint from, LogId log, int partitions) {
        if (!from.log().equals(log) || from.partitions() != partitions) {
            throw new AuditFailedException("the checkpoint in " + from.file() + " is of log " + from.log() + " with "
                    + from.partitions() + " partitions, and this is log " + log + " with " + partitions
                    + (from.log().equals(log)
                            ? AddedPartitions.SINCE
                            : ": another cluster's, or the topic was made again since"));
        }
    }

    /** What of a partition of berth.decisions is to be read. */
    DecisionRange range(LogProgress.Partition decisions) {
        boolean isOfThis = checkpoint
                .filter(from -> !from.decisions().equals(TopicAdmin.decisionsId(target.kafka())))
                .isEmpty();
        return DecisionRange.of(decisions, place(decisions.partition()), isOfThis);
    }

    PartitionPlace place(int partition) {
        return checkpoint.flatMap(from -> from.place(partition)).orElseGet(() -> PartitionPlace.first(partition));
    }

    /** Whether all that follows from where it begins is in the log. */
    boolean isReadable(LogProgress.Partition range) {
        PartitionPlace place = place(range.partition());
        return !CutLog.isCut(range, place.next()) && place.next() <= range.end();
    }

    PartitionState state(int partition) {
        return checkpoint
                .filter(from -> from.place(partition).isPresent())
                .map(from -> from.read(partition, new CommandCodec(target.registry())))
                .orElseGet(() -> PartitionState.first(partition));
    }

    /**
     * Whether reading can begin; reports why not. The last record before the checkpoint is compared with what it was,
     * if it is still there.
     */
    boolean continues(LogProgress.Partition range, Findings findings) {
        PartitionPlace place = place(range.partition());
        if (place.next() > range.end()) {
            findings.logForged(
                    Kind.LOG_CUT,
                    range.partition(),
                    range.end(),
                    OptionalLong.empty(),
                    "a checkpoint was written up to offset " + (place.next() - 1),
                    "the log ends at offset " + range.end() + ", before it");
            return false;
        }
        place.mark()
                .filter(mark -> mark.offset() >= range.begin())
                .ifPresent(mark -> compare(mark, range.partition(), findings));
        return true;
    }

    private void compare(LogMark mark, int partition, Findings findings) {
        Optional<LogMark> now;
        try (LogReader reader =
                LogReader.open(target.kafka(), Topics.LOG.topic(), ImmutableSortedMap.of(partition, mark.offset()))) {
            now = reader.next().map(found -> LogMark.of(Uuid.fromString(log.text()), found));
        }
        if (!now.equals(Optional.of(mark))) {
            findings.logForged(
                    Kind.RECORD_CHANGED,
                    partition,
                    mark.offset(),
                    OptionalLong.empty(),
                    "a record with SHA-256 " + mark.sha256() + " when the checkpoint was written",
                    now.map(other -> "one with SHA-256 " + other.sha256() + " at offset " + other.offset())
                            .orElse("nothing"));
        }
    }
}
