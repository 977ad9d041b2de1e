package dev.berth.ledger.history;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.Position;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionReplay;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much was decided in each interval of a region's log: what was granted by kind, what was refused by reason. An
 * interval is that in which a command was appended; one without commands is left out. For one thread.
 */
public final class Activity {
    private final long stepMs;
    private final TreeMap<Long, Interval> intervals = new TreeMap<>();
    private final RegionReplay replay;

    /** One interval that has commands. */
    public static final class Interval {
        private final long beginMs;
        private final EnumMap<CommandKind, Integer> granted = new EnumMap<>(CommandKind.class);
        private final EnumMap<Rejection, Integer> refused = new EnumMap<>(Rejection.class);
        private Position last;

        private Interval(long beginMs) {
            this.beginMs = beginMs;
        }

        private void add(Decision decision) {
            last = decision.position();
            Optional<Refusal> refusal = decision.outcome().refusal();
            if (refusal.isPresent()) {
                refused.merge(refusal.get().rejection(), 1, Integer::sum);
            } else {
                granted.merge(decision.commandKind(), 1, Integer::sum);
            }
        }

        /** Its first millisecond, since the epoch. */
        public long beginMs() {
            return beginMs;
        }

        /** The last of its commands that was decided. */
        public Position last() {
            return last;
        }

        public Map<CommandKind, Integer> granted() {
            return Collections.unmodifiableMap(granted);
        }

        public Map<Rejection, Integer> refused() {
            return Collections.unmodifiableMap(refused);
        }
    }

    /**
     * @param begin the region where reading begins
     * @param stepMs how long an interval is; each begins at a multiple of it since the epoch
     */
    public Activity(RegionFold begin, long stepMs) {
        this.replay = begin.replay();
        this.stepMs = stepMs;
    }

    /** Takes the region's next record. */
    public void take(LogEntry entry) {
        for (Decision decision : replay.take(entry)) {
            long beginMs = Math.floorDiv(decision.position().timestampMs(), stepMs) * stepMs;
            intervals.computeIfAbsent(beginMs, Interval::new).add(decision);
        }
    }

    /** How many intervals have commands. */
    public int size() {
        return intervals.size();
    }

    /** The intervals that have commands, in the order of time. */
    public List<Interval> intervals() {
        return new ArrayList<>(intervals.values());
    }
}
