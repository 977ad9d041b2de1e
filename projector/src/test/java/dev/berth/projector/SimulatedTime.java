package dev.berth.projector;

import java.util.PriorityQueue;

/**
 * The one clock of a simulated world, and what is to happen in it: in order of time, then of who does it, then as it
 * was planned. Whoever waits in the midst of its work lets the others go on with {@link #passUntil}. For one thread.
 */
final class SimulatedTime {
    private record Event(long atNs, int actor, long number, Runnable work) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            if (atNs != other.atNs) {
                return Long.compare(atNs, other.atNs);
            }
            return actor != other.actor ? Integer.compare(actor, other.actor) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> planned = new PriorityQueue<>();

    private long nowNs = 1_000_000_000L;
    private long number;
    private long trace;

    long nowNs() {
        return nowNs;
    }

    void at(long atNs, int actor, Runnable work) {
        planned.add(new Event(Math.max(atNs, nowNs), actor, number++, work));
    }

    void in(long delayNs, int actor, Runnable work) {
        at(nowNs + delayNs, actor, work);
    }

    /** Everything happens that is planned until then. */
    void passUntil(long untilNs) {
        while (!planned.isEmpty() && planned.peek().atNs() <= untilNs) {
            step();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /** The next event happens. */
    void step() {
        Event next = planned.poll();
        nowNs = Math.max(nowNs, next.atNs());
        trace = trace * 0x9E3779B97F4A7C15L + nowNs * 31 + next.actor();
        next.work().run();
    }

    /** Something that must be the same in two runs of a seed. */
    void trace(long what) {
        trace = (trace ^ what) * 0xBF58476D1CE4E5B9L;
    }

    /** What has happened so far, as a number. */
    long trace() {
        return trace;
    }
}
