package dev.berth.events.report;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How often each host may report: a steady rate, and a burst for a host that was quiet. It keeps one number a host, and
 * forgets a host that has been quiet as long as a burst takes to come back; where more hosts than it may keep report at
 * once, those that reported longest ago are forgotten first and may have a burst early. It has no clock of its own. Any
 * thread may use it.
 */
public final class ReportRate {
    private final long intervalNanos;
    private final long burstNanos;
    private final int hostsMax;

    /** When each host would be back to its steady rate, in the order in which they last reported. */
    private final Map<Host, Long> dueNanos = new LinkedHashMap<>(16, 0.75f, true);

    private record Host(Region region, ProviderId id) {}

    /**
     * @param interval between two reports of a host in the long run
     * @param burst reports that may come at once
     * @param hostsMax hosts that are kept in mind, at most
     */
    public ReportRate(Duration interval, int burst, int hostsMax) {
        if (interval.isNegative() || interval.isZero() || burst < 1 || hostsMax < 1) {
            throw new IllegalArgumentException("expected a positive interval, burst and number of hosts but got "
                    + interval + ", " + burst + " and " + hostsMax);
        }
        this.intervalNanos = interval.toNanos();
        this.burstNanos = Math.multiplyExact(intervalNanos, burst - 1);
        this.hostsMax = hostsMax;
    }

    /** One report a second and ten at once, of as many hosts as the largest regions have. */
    public static ReportRate standard() {
        return new ReportRate(Duration.ofSeconds(1), 10, 262_144);
    }

    /**
     * Counts a report, if it may come now.
     *
     * @param nowNanos of a clock that never goes back, such as {@link System#nanoTime}
     * @return empty if it may; else after how many nanoseconds the next one may, and then nothing is counted
     */
    public synchronized OptionalLong admit(Region region, ProviderId id, long nowNanos) {
        forgetQuiet(nowNanos);
        Host host = new Host(region, id);
        long before = dueNanos.getOrDefault(host, nowNanos);
        // Times of nanoTime are compared by their difference, because they may pass the largest long.
        long due = before - nowNanos > 0 ? before : nowNanos;
        long waitNanos = due - nowNanos - burstNanos;
        if (waitNanos > 0) {
            return OptionalLong.of(waitNanos);
        }
        dueNanos.put(host, due + intervalNanos);
        if (dueNanos.size() > hostsMax) {
            forgetFirst();
        }
        return OptionalLong.empty();
    }

    /** How many hosts are kept in mind. */
    public synchronized int size() {
        return dueNanos.size();
    }

    /** Those that could not be told from hosts that never reported: two a call at most, so that a call is short. */
    private void forgetQuiet(long nowNanos) {
        Iterator<Long> eldest = dueNanos.values().iterator();
        for (int i = 0; i < 2 && eldest.hasNext(); i++) {
            if (eldest.next() - nowNanos <= 0) {
                eldest.remove();
            }
        }
    }

    private void forgetFirst() {
        Iterator<Host> eldest = dueNanos.keySet().iterator();
        eldest.next();
        eldest.remove();
    }
}
