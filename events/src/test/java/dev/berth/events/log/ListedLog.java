package dev.berth.events.log;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import java.util.List;
import java.util.Optional;

/**
 * The log of one region as a list of its records, in order; offsets that none of them has are other regions'. It may be
 * cut, and grow. For one thread at a time.
 */
public final class ListedLog implements RegionLog {
    private final LogId id;
    private final List<LogEntry> entries;
    private final long begin;
    private final Runnable each;
    private boolean hasForeign;
    private long next;
    private long to;

    /**
     * @param begin the first offset that is there
     * @param each run before each record
     */
    public ListedLog(LogId id, List<LogEntry> entries, long begin, Runnable each) {
        this.id = id;
        this.entries = entries;
        this.begin = begin;
        this.each = each;
        seek(begin, Long.MAX_VALUE);
    }

    /** Has {@code each} run before each record of other regions as well, as a log in Kafka does. */
    public ListedLog withForeign() {
        hasForeign = true;
        return this;
    }

    @Override
    public LogId id() {
        return id;
    }

    private long end() {
        return entries.isEmpty() ? 0 : position(entries.size() - 1).offset() + 1;
    }

    private Position position(int index) {
        return entries.get(index).position();
    }

    /** The index of the first record from an offset on. */
    private int from(long offset) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (position(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public LogProgress.Partition refresh() {
        to = end();
        return progress();
    }

    @Override
    public LogProgress.Partition progress() {
        return new LogProgress.Partition(0, begin, Math.min(next, to), to);
    }

    @Override
    public void seek(long first, long behind) {
        if (first < begin || first > end()) {
            throw new IllegalArgumentException(
                    "expected an offset from " + begin + " to " + end() + " but got " + first);
        }
        next = first;
        to = Math.min(behind, end());
    }

    @Override
    public Optional<LogEntry> next() {
        int index = from(next);
        boolean isOver = index == entries.size() || position(index).offset() >= to;
        passForeign(isOver ? to : position(index).offset());
        if (isOver) {
            next = to;
            return Optional.empty();
        }
        each.run();
        next = position(index).offset() + 1;
        return Optional.of(entries.get(index));
    }

    private void passForeign(long until) {
        while (hasForeign && next < until) {
            each.run();
            next++;
        }
    }

    @Override
    public Optional<Position> nextPosition() {
        return next().map(LogEntry::position);
    }

    @Override
    public long firstAfter(long timestampMs) {
        for (int index = from(begin); index < entries.size(); index++) {
            if (position(index).timestampMs() > timestampMs) {
                return position(index).offset();
            }
        }
        return end();
    }

    @Override
    public void close() {}
}
