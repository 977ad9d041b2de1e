package dev.berth.auditor;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.DamagedRecordException;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.LogReader;
import dev.berth.events.log.LogRecord;
import dev.berth.events.log.Topics;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Finds out of one partition whether its topics were given more partitions after something was decided in it. The home
 * of a region follows from their number, so it has decisions then of regions that are at home elsewhere, and the log
 * has their commands in the very same places. A decision that somebody put there alone shows nothing. For one thread.
 */
final class AddedPartitions {
    /** What is behind it, and what can be done. */
    static final String SINCE =
            ": the topics were given more of them since. Kafka cannot take them away again: stop all"
                    + " instances and put the topics back as they were, from a copy";

    /** How many decisions are looked up in the log in search of one that has its command there. */
    private static final int LOOK_UPS_MAX = 20;

    private final AuditTarget target;
    private final Findings findings;
    private final int partition;
    private final TreeSet<Region> regions = new TreeSet<>();
    private Optional<First> first = Optional.empty();
    private long count;
    private int lookUps;

    /** The first decision that shows it. */
    private record First(Region region, Position position, long recordedAt, int partitions) {}

    AddedPartitions(AuditTarget target, int partition, Findings findings) {
        this.target = target;
        this.partition = partition;
        this.findings = findings;
    }

    /** Whether a recorded decision is where it is because partitions were added. */
    boolean explains(LogRecord message, Decision decision) {
        Optional<Region> region = message.regionElsewhere();
        if (region.isEmpty() || first.isEmpty() && !isShownBy(region.get(), decision)) {
            return false;
        }
        if (first.isEmpty()) {
            first = Optional.of(new First(
                    region.get(), decision.position(), message.position().offset(), message.partitions()));
        }
        count++;
        regions.add(region.get());
        findings.uncompared(
                region.get(),
                decision.position(),
                "partitions were added to the log, and the region is at home in another one now");
        return true;
    }

    private boolean isShownBy(Region region, Decision decision) {
        Position at = decision.position();
        if (at.partition() != partition || ++lookUps > LOOK_UPS_MAX) {
            return false;
        }
        try (LogReader log =
                LogReader.open(target.kafka(), Topics.LOG.topic(), ImmutableSortedMap.of(partition, at.offset()))) {
            LogProgress.Partition extent = log.progress().partitions().get(0);
            boolean isThere = extent.begin() <= at.offset() && at.offset() < extent.end();
            return isThere
                    && log.next()
                            .filter(record -> isOf(record, region, decision))
                            .isPresent();
        } catch (DamagedRecordException | IllegalArgumentException notThere) {
            return false;
        }
    }

    private boolean isOf(LogRecord record, Region region, Decision decision) {
        LogEntry entry = new CommandCodec(target.registry()).decode(record.position(), record.value());
        return record.position().offset() == decision.position().offset()
                && record.regionElsewhere().equals(Optional.of(region))
                && command(entry).equals(Optional.of(decision.commandId()));
    }

    private static Optional<CommandId> command(LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            return Optional.of(readable.command().commandId());
        }
        return entry instanceof LogEntry.Malformed malformed ? Optional.of(malformed.commandId()) : Optional.empty();
    }

    /** Reports it once both topics were read, if it is so. */
    void judge() {
        first.ifPresent(found -> findings.partitionsAdded(
                partition,
                found.position().offset(),
                OptionalLong.of(found.recordedAt()),
                count + " decisions of "
                        + (regions.size() == 1 ? "region " : regions.size() + " regions, the first of ")
                        + found.region() + ", decided here with fewer partitions",
                "at home elsewhere among " + found.partitions() + " partitions" + SINCE));
    }
}
