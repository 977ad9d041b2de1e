package dev.berth.simulator.load;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.placement.PlacementAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Counts and times what all connections of a load ask for. One thread only. */
final class LoadCounts {
    private static final int DIGITS = 3;
    private static final int COMPLAINTS_KEPT = 20;

    private final Map<LoadKind, Tally> tallies = new EnumMap<>(LoadKind.class);
    private final List<String> complaints = new ArrayList<>();

    private static final class Tally {
        private final Histogram done = new Histogram(DIGITS);
        private final Histogram putOff = new Histogram(DIGITS);
        private long lost;
        private long unexpected;
    }

    void done(LoadKind kind, long nanos) {
        tally(kind).done.recordValue(nanos / 1_000);
    }

    void putOff(LoadKind kind, long nanos) {
        tally(kind).putOff.recordValue(nanos / 1_000);
    }

    void lost(LoadKind kind) {
        tally(kind).lost++;
    }

    void unexpected(LoadKind kind, PlacementAnswer answer) {
        tally(kind).unexpected++;
        complain(kind.label() + " was answered " + answer);
    }

    void complain(String complaint) {
        if (complaints.size() < COMPLAINTS_KEPT) {
            complaints.add(complaint);
        }
    }

    long doneOf(LoadKind kind) {
        return tally(kind).done.getTotalCount();
    }

    long putOffOf(LoadKind kind) {
        return tally(kind).putOff.getTotalCount();
    }

    ImmutableList<String> complaints() {
        return ImmutableList.copyOf(complaints);
    }

    ImmutableList<LoadLine> lines(Duration wall) {
        return tallies.entrySet().stream()
                .map(each -> line(each.getKey(), each.getValue(), wall.toNanos() / 1e9))
                .collect(ImmutableList.toImmutableList());
    }

    private Tally tally(LoadKind kind) {
        return tallies.computeIfAbsent(kind, key -> new Tally());
    }

    private static LoadLine line(LoadKind kind, Tally tally, double seconds) {
        return new LoadLine(
                kind,
                tally.done.getTotalCount(),
                tally.putOff.getTotalCount(),
                tally.lost,
                tally.unexpected,
                tally.done.getTotalCount() / seconds,
                tally.done.getValueAtPercentile(50) / 1e3,
                tally.done.getValueAtPercentile(99) / 1e3,
                tally.done.getMaxValue() / 1e3,
                tally.putOff.getValueAtPercentile(99) / 1e3);
    }
}
