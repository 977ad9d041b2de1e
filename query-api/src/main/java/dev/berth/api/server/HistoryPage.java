package dev.berth.api.server;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.LogEntry;
import dev.berth.events.log.LogProgress;
import dev.berth.events.log.RegionRecords;
import dev.berth.events.model.Position;
import dev.berth.ledger.history.HistoryEntry;
import dev.berth.ledger.history.HistoryValues;
import dev.berth.ledger.history.RegionHistory;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.moment.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page of a history, behind the entry with which the page before it ended. Not thread-safe. */
final class HistoryPage {
    /** How many changes a page takes at most, that of the last entry aside: a report may have thousands. */
    private static final int CHANGES_MAX = 50_000;

    private static final int GONE = 410;

    private final Moment begin;
    private final RegionHistory history;
    private final Optional<Position> after;
    private final int limit;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private Optional<Position> readTo = Optional.empty();
    private boolean isBehindCursor;
    private boolean hasMore;
    private long changes;

    /** @param begin from where it is known on */
    HistoryPage(Moment begin, Subject subject, Optional<Position> after, int limit) {
        this.begin = begin;
        this.history = new RegionHistory(begin.fold(), subject);
        this.after = after;
        this.limit = limit;
        this.isBehindCursor = after.isEmpty();
    }

    /** Reads as much as the page takes, and on to the next entry if there is one. */
    void read(RegionRecords records) {
        after.ifPresent(position -> requireThere(position, records.progress()));
        for (Optional<LogEntry> next = records.next(); next.isPresent() && !hasMore; next = records.next()) {
            readTo = Optional.of(next.get().position());
            history.take(next.get()).forEach(this::add);
        }
        if (!isBehindCursor) {
            throw Problem.badRequest("expected in after the position of an entry of this history, as next says it, but"
                            + " got " + after.orElseThrow())
                    .exception();
        }
    }

    private void requireThere(Position position, LogProgress.Partition log) {
        if (position.partition() != log.partition() || position.offset() >= log.end()) {
            throw Problem.badRequest("expected in after a position of partition " + log.partition()
                            + ", where the region is at home and whose log ends before " + log.end() + ", but got "
                            + position)
                    .exception();
        }
        if (position.offset() <= begin.through()) {
            throw new Problem(
                            GONE,
                            "What came behind " + position + " is not known any more: the log before "
                                    + log.partition() + "@" + (begin.through() + 1)
                                    + " was deleted. Ask without after for what is known.",
                            ErrorCode.AS_OF_CUT)
                    .exception();
        }
    }

    /** In the order in which it was decided, which is not that of the log where a region had stopped. */
    private void add(HistoryEntry entry) {
        if (isBehindCursor && (entries.size() == limit || changes >= CHANGES_MAX)) {
            hasMore = true;
        } else if (isBehindCursor) {
            entries.add(entry);
            changes += entry.changes().size();
        } else {
            isBehindCursor = after.orElseThrow().compareTo(entry.position()) == 0;
        }
    }

    Map<String, Object> told() {
        return ImmutableMap.of(
                "entries",
                entries.stream().map(HistoryValues::of).toList(),
                "next",
                hasMore ? Optional.of(entries.get(entries.size() - 1).position().toString()) : Optional.empty(),
                "read_to",
                readTo.map(HistoryValues::of),
                "stopped",
                HistoryRoutes.stopped(history.stop()));
    }
}
