package dev.berth.auditor;

import dev.berth.auditor.Difference.Kind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds the first record of a partition's log that is not the one that was decided, and what was done to the log there.
 * It compares which command stands at an offset with which was decided there, and holds only a window of those that
 * have no counterpart. For one thread.
 */
final class Alignment {
    private static final int WINDOW = 1_000;

    private final int partition;

    /** What stands in the log and was not decided so, by offset. */
    private final TreeMap<Long, Standing> standing = new TreeMap<>();

    /** What was decided and does not stand so in the log, by its offset there. */
    private final TreeMap<Long, Decided> decided = new TreeMap<>();

    /** Offsets without a record: the first of each gap, and the last. */
    private final TreeMap<Long, Long> gaps = new TreeMap<>();

    private long newest;

    /** The first record whose command was decided, but from other bytes. */
    private OptionalLong changed = OptionalLong.empty();

    /** Where the log ends, if a record was decided that would stand there. */
    private OptionalLong cutAt = OptionalLong.empty();

    private record Standing(Optional<Region> region, Optional<CommandId> command) {
        boolean isOf(Decided other) {
            return region.equals(other.region) && command.equals(Optional.of(other.command));
        }

        @Override
        public String toString() {
            return command.map(id -> "command " + id).orElse("no command")
                    + region.map(name -> " of region " + name).orElse(", and no region");
        }
    }

    private record Decided(Optional<Region> region, CommandId command, long recordedAt) {
        @Override
        public String toString() {
            return "command " + command
                    + region.map(name -> " of region " + name).orElse("") + " was decided there";
        }
    }

    /**
     * @param partition of the log
     * @param from the first offset that is read
     */
    Alignment(int partition, long from) {
        this.partition = partition;
        this.newest = from - 1;
    }

    /** A record of the log; without an entry if it is foreign. */
    void stands(long offset, Optional<Region> region, Optional<LogEntry> entry) {
        if (offset > newest + 1) {
            gaps.put(newest + 1, offset - 1);
            if (gaps.size() > WINDOW) {
                gaps.pollFirstEntry();
            }
        }
        newest = offset;
        Standing here = new Standing(region, entry.flatMap(Alignment::command));
        Decided there = decided.get(offset);
        if (there != null && here.isOf(there)) {
            decided.remove(offset);
            return;
        }
        if (standing.size() >= WINDOW && decided.isEmpty()) {
            standing.pollFirstEntry();
        }
        if (standing.size() < WINDOW) {
            standing.put(offset, here);
        }
    }

    private static Optional<CommandId> command(LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            return Optional.of(readable.command().commandId());
        }
        return entry instanceof LogEntry.Malformed malformed ? Optional.of(malformed.commandId()) : Optional.empty();
    }

    /** A recorded decision, in the order of berth.decisions. */
    void decided(Optional<Region> region, Decision decision, long recordedAt) {
        long offset = decision.position().offset();
        Decided there = new Decided(region, decision.commandId(), recordedAt);
        Standing here = standing.get(offset);
        if (here != null && here.isOf(there)) {
            standing.remove(offset);
            decided.remove(offset);
        } else if (decided.size() < WINDOW && (here != null || offset > newest || isGap(offset))) {
            // Where a record stands that has its decision, this one is a second one or unfounded.
            decided.putIfAbsent(offset, there);
        }
    }

    private boolean isGap(long offset) {
        Map.Entry<Long, Long> gap = gaps.floorEntry(offset);
        return gap != null && offset <= gap.getValue();
    }

    /** A decision's chain is right, so all records of its region before it are those that were decided. */
    void proven(Region region, long offset) {
        if (!decided.isEmpty()) {
            decided.headMap(offset).values().removeIf(each -> each.region.equals(Optional.of(region)));
        }
    }

    /** A command was decided from other bytes than stand there now. */
    void changed(long offset) {
        changed = OptionalLong.of(Math.min(offset, changed.orElse(offset)));
    }

    /**
     * The log was read to an end that is newer than all decisions that were read. One of those that are read later may
     * be of a record that was appended meanwhile.
     */
    void logEnded() {
        cutAt = decided.containsKey(newest + 1) ? OptionalLong.of(newest + 1) : OptionalLong.empty();
    }

    /** Tells the first place, once both topics were read to their ends. */
    void judge(Findings findings) {
        Optional<Map.Entry<Long, Decided>> first = firstMisplaced();
        if (first.isPresent() && changed.orElse(Long.MAX_VALUE) >= first.get().getKey()) {
            judge(first.get().getKey(), first.get().getValue(), findings);
        } else if (changed.isPresent()) {
            findings.logForged(
                    Kind.RECORD_CHANGED,
                    partition,
                    changed.getAsLong(),
                    OptionalLong.empty(),
                    "the same command was decided there from other bytes, and the decisions behind it follow from that",
                    "the record has other bytes now");
        }
    }

    private Optional<Map.Entry<Long, Decided>> firstMisplaced() {
        for (Map.Entry<Long, Decided> each : decided.entrySet()) {
            if (each.getKey() <= newest || OptionalLong.of(each.getKey()).equals(cutAt)) {
                return Optional.of(Map.entry(each.getKey(), each.getValue()));
            }
        }
        return Optional.empty();
    }

    private void judge(long offset, Decided there, Findings findings) {
        Standing here = standing.get(offset);
        OptionalLong movedTo = whereStands(there);
        OptionalLong decidedAt = here == null ? OptionalLong.empty() : whereDecided(here);
        String now = here == null ? "no record" : here.toString();
        Kind kind;
        if (offset > newest) {
            kind = Kind.LOG_CUT;
            now = "the log ends before it";
        } else if (here == null) {
            kind = Kind.RECORD_DROPPED;
        } else if (movedTo.isPresent() && movedTo.equals(decidedAt)) {
            kind = Kind.RECORD_SWAPPED;
            now += ", and the other at offset " + movedTo.getAsLong();
        } else if (movedTo.isPresent() && movedTo.getAsLong() > offset) {
            kind = Kind.RECORD_INSERTED;
            now += ", and what was decided there at offset " + movedTo.getAsLong();
        } else if (decidedAt.isPresent() && decidedAt.getAsLong() > offset) {
            kind = Kind.RECORD_DROPPED;
            now += ", which was decided at offset " + decidedAt.getAsLong();
        } else {
            boolean isSame = here.command.isEmpty() || here.command.equals(Optional.of(there.command));
            kind = isSame ? Kind.RECORD_CHANGED : Kind.RECORD_REPLACED;
        }
        findings.logForged(kind, partition, offset, OptionalLong.of(there.recordedAt), there.toString(), now);
    }

    private OptionalLong whereStands(Decided wanted) {
        for (Map.Entry<Long, Standing> each : standing.entrySet()) {
            if (each.getValue().isOf(wanted)) {
                return OptionalLong.of(each.getKey());
            }
        }
        return OptionalLong.empty();
    }

    private OptionalLong whereDecided(Standing wanted) {
        for (Map.Entry<Long, Decided> each : decided.entrySet()) {
            if (wanted.isOf(each.getValue())) {
                return OptionalLong.of(each.getKey());
            }
        }
        return OptionalLong.empty();
    }
}
