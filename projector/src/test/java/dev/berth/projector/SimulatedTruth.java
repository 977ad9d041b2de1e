package dev.berth.projector;

import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.SimulatedViolation.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is so: the plain fold of each region's log, taken as the log grows, and what it comes to at each position; and
 * what was promised to whom. It judges what instances decide, keep, record and show. For one thread.
 */
final class SimulatedTruth {
    private final CommandCodec commands;
    private final DecisionCodec decisionCodec;
    private final LogId log;
    private final Watcher watcher;

    /** Hears what each command came to. */
    interface Watcher {
        void decided(Region region, Command command, Decision decision);
    }

    /**
     * One fold in so many is kept, and those between are folded again when they are asked for: all of a world's folds
     * would fill the memory, and the collector would take a fifth of the time.
     */
    private static final int FOLD_EVERY = 16;

    private final Map<Region, Line> lines = new TreeMap<>();

    /** Of each partition what decisions have to be recorded, in this order. */
    private final List<List<Decision>> expected = new ArrayList<>();

    private final int[] recorded;

    /**
     * What the log came to when a decision was taken.
     *
     * @param entries how many records of the region were taken
     */
    private record Step(Decision decision, Position position, Chain chain, long recent, int entries) {}

    /** One region. */
    private static final class Line {
        /** In order of their positions. */
        private final List<Step> steps = new ArrayList<>();

        private final List<LogEntry> entries = new ArrayList<>();

        /** The fold before each {@link #FOLD_EVERY} records. */
        private final List<RegionFold> folds = new ArrayList<>();

        private final Map<CommandId, Decision> byId = new HashMap<>();
        private RegionFold now;

        /** How many records the fold that was digested last had; one is enough: all instances ask for the same. */
        private int digested = -1;

        private StateDigest digest;

        /** The newest offset of what was acknowledged, and when: both grow. */
        private final List<long[]> acknowledged = new ArrayList<>();

        /** The fold once so many records were taken. */
        private RegionFold fold(int count) {
            int kept = Math.min(count / FOLD_EVERY, folds.size() - 1);
            RegionFold fold = folds.get(kept);
            for (LogEntry entry : entries.subList(kept * FOLD_EVERY, count)) {
                fold = fold.take(entry).after();
            }
            return fold;
        }

        private StateDigest digest(int count) {
            if (digested != count) {
                digest = StateDigest.of(fold(count).view());
                digested = count;
            }
            return digest;
        }
    }

    SimulatedTruth(CommandCodec commands, DecisionCodec decisions, LogId log, int partitions, Watcher watcher) {
        this.commands = commands;
        this.decisionCodec = decisions;
        this.log = log;
        this.watcher = watcher;
        this.recorded = new int[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            expected.add(new ArrayList<>());
        }
    }

    private Line line(Region region) {
        Line line = lines.get(region);
        if (line == null) {
            line = new Line();
            line.now = RegionFold.of(RegionView.empty(log, region));
            lines.put(region, line);
        }
        return line;
    }

    RegionView view(Region region) {
        return line(region).now.view();
    }

    RegionFold fold(Region region) {
        return line(region).now;
    }

    /** The log has grown by a record. */
    void appended(Region region, Position position, byte[] value) {
        Line line = line(region);
        LogEntry entry = commands.decode(position, value);
        if (line.entries.size() % FOLD_EVERY == 0) {
            line.folds.add(line.now);
        }
        RegionFold.Taken taken = line.now.take(entry);
        line.now = taken.after();
        line.entries.add(entry);
        RegionView view = line.now.view();
        for (Decision decision : taken.decisions()) {
            line.steps.add(new Step(
                    decision, view.position(), view.chain(), view.recent().count(), line.entries.size()));
            expected.get(position.partition()).add(decision);
            if (entry instanceof LogEntry.Readable readable) {
                watcher.decided(region, readable.command(), decision);
            }
            if (!isDuplicate(decision)) {
                if (line.byId.put(decision.commandId(), decision) != null) {
                    throw new SimulatedViolation(Promise.ONCE, decision.commandId() + " is decided twice");
                }
            }
        }
    }

    static boolean isDuplicate(Decision decision) {
        return decision.outcome()
                .refusal()
                .filter(refusal -> refusal.rejection() == Rejection.DUPLICATE_COMMAND)
                .isPresent();
    }

    /** What a command came to when it was decided first; null if it does not stand in the log. */
    Decision first(Region region, CommandId id) {
        return line(region).byId.get(id);
    }

    /** Where the state of a position is; the last that was decided at most there, -1 for none. */
    private static int at(Line line, long offset) {
        int low = 0;
        int high = line.steps.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (line.steps.get(middle).decision().position().offset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** An instance has decided a command. */
    void decided(Region region, Decision decision) {
        Line line = line(region);
        int at = at(line, decision.position().offset());
        if (at < 0 || !line.steps.get(at).decision().equals(decision)) {
            throw new SimulatedViolation(
                    Promise.SAME_FOLD,
                    "an instance decided " + decision + " but the log says "
                            + (at < 0 ? "nothing" : line.steps.get(at).decision()));
        }
    }

    /** A decision was recorded, in a transaction that was committed. */
    void recorded(int partition, byte[] value) {
        int next = recorded[partition]++;
        List<Decision> all = expected.get(partition);
        if (next >= all.size() || !Arrays.equals(decisionCodec.encode(all.get(next)), value)) {
            throw new SimulatedViolation(
                    Promise.ONCE,
                    "decision " + next + " of partition " + partition + " that is recorded is "
                            + decisionCodec.decode(value) + " but should be "
                            + (next < all.size() ? all.get(next) : "none"));
        }
    }

    /** All that the log holds is decided, recorded and kept. */
    boolean isRecorded(int partition) {
        return recorded[partition] == expected.get(partition).size();
    }

    /** An instance shows a view or keeps one, wherever it is from. */
    void shown(RegionView view) {
        if (view.position().equals(Position.NONE) && view.recent().count() == 0) {
            // An empty region may be one of no log yet.
            return;
        }
        Line line = line(view.region());
        int at = at(line, view.position().offset());
        Step truth = at < 0 ? nothing(view.region()) : line.steps.get(at);
        if (!truth.position().equals(view.position())
                || !truth.chain().equals(view.chain())
                || truth.recent() != view.recent().count()) {
            throw new SimulatedViolation(
                    Promise.SAME_FOLD, view.region() + " at " + view.position() + " is not what the log comes to");
        }
    }

    private Step nothing(Region region) {
        RegionView empty = RegionView.empty(log, region);
        return new Step(null, empty.position(), empty.chain(), 0, 0);
    }

    /** As above, and looks at all of it. */
    void keeps(RegionView view) {
        shown(view);
        StateDigest truth = digest(line(view.region()), view);
        StateDigest found = StateDigest.of(view);
        if (!truth.equals(found)) {
            throw new SimulatedViolation(
                    Promise.SAME_FOLD,
                    view.region() + " at " + view.position() + " comes to " + found + ", not to " + truth);
        }
    }

    private StateDigest digest(Line line, RegionView of) {
        int at = at(line, of.position().offset());
        return at < 0
                ? StateDigest.of(RegionView.empty(log, of.region()))
                : line.digest(line.steps.get(at).entries());
    }

    /** A client has heard that its command was decided. */
    void acknowledged(Region region, Position position, long nowNs) {
        List<long[]> all = line(region).acknowledged;
        if (all.isEmpty() || all.get(all.size() - 1)[1] < position.offset()) {
            all.add(new long[] {nowNs, position.offset()});
        }
    }

    /** The newest offset that was acknowledged of a region before a time; -1 if nothing was. */
    long acknowledgedBefore(Region region, long timeNs) {
        List<long[]> all = line(region).acknowledged;
        int i = all.size() - 1;
        while (i >= 0 && all.get(i)[0] >= timeNs) {
            i--;
        }
        return i < 0 ? -1 : all.get(i)[1];
    }

    /** A read shows this, and has to show all that was acknowledged before a time. */
    void read(RegionView view, long sinceNs, String reader) {
        shown(view);
        long least = acknowledgedBefore(view.region(), sinceNs);
        if (view.position().offset() < least) {
            throw new SimulatedViolation(
                    Promise.FRESH,
                    reader + " shows " + view.region() + " at " + view.position() + ", but offset " + least
                            + " was acknowledged before " + sinceNs + " ns");
        }
    }
}
