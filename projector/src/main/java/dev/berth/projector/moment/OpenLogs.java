package dev.berth.projector.moment;

import dev.berth.events.log.RegionLog;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Logs that were opened and are kept open a while, for to open one takes longer than to read a few records. Any thread.
 */
final class OpenLogs implements AutoCloseable {
    private static final int IDLE_MAX = 4;
    private static final long IDLE_NS = 60_000_000_000L;

    private final MomentLogs logs;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean isClosed;

    /** A log that nobody reads now. */
    private record Idle(OpenLog log, long sinceNs) {}

    /** One that is read, by one thread at a time. */
    private static final class OpenLog {
        private final Region region;
        private final RegionLog log;
        private Runnable each = () -> {};

        OpenLog(Region region, MomentLogs logs) {
            this.region = region;
            this.log = logs.open(region, () -> each.run());
        }
    }

    OpenLogs(MomentLogs logs) {
        this.logs = logs;
    }

    LogId id() {
        return logs.id();
    }

    /** Opens the log of a region for one reader alone, who closes it. */
    RegionLog open(Region region, Runnable each) {
        return logs.open(region, each);
    }

    /**
     * Has the log of a region read. A log of which the reading fails is not used again.
     *
     * @param each run before each record; what it throws ends the reading
     */
    <T> T read(Region region, Runnable each, Function<RegionLog, T> reading) {
        OpenLog open = take(region).orElseGet(() -> new OpenLog(region, logs));
        boolean isGood = false;
        try {
            open.each = each;
            T read = reading.apply(open.log);
            isGood = true;
            return read;
        } finally {
            open.each = () -> {};
            giveBack(open, isGood);
        }
    }

    /** Closes those that nobody has read for a while. */
    void closeIdle() {
        closeAll(takeIdle(System.nanoTime() - IDLE_NS));
    }

    private synchronized Optional<OpenLog> take(Region region) {
        Optional<Idle> found =
                idle.stream().filter(each -> each.log.region.equals(region)).findFirst();
        found.ifPresent(idle::remove);
        return found.map(Idle::log);
    }

    private synchronized List<Idle> takeIdle(long beforeNs) {
        List<Idle> old =
                idle.stream().filter(each -> each.sinceNs - beforeNs < 0).toList();
        idle.removeAll(old);
        return old;
    }

    /** To close one may take a while if Kafka does not answer, so it is done outside of the lock. */
    private static void closeAll(List<Idle> old) {
        old.forEach(each -> each.log.log.close());
    }

    private void giveBack(OpenLog open, boolean isGood) {
        Optional<OpenLog> surplus = isGood ? keep(open) : Optional.of(open);
        surplus.ifPresent(each -> each.log.close());
    }

    /** The one that is not kept instead, if so. */
    private synchronized Optional<OpenLog> keep(OpenLog open) {
        if (isClosed) {
            return Optional.of(open);
        }
        idle.addFirst(new Idle(open, System.nanoTime()));
        return idle.size() > IDLE_MAX ? Optional.of(idle.removeLast().log) : Optional.empty();
    }

    @Override
    public void close() {
        closeAll(takeAll());
    }

    private synchronized List<Idle> takeAll() {
        isClosed = true;
        List<Idle> all = List.copyOf(idle);
        idle.clear();
        return all;
    }
}
