package dev.berth.simulator.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much may be held of one provider, at least and at most, now and in the last minute. */
final class ProviderLine {
    private static final long KEPT_NS = 60_000_000_000L;

    private final long capacity;
    private final Deque<Bounds> past = new ArrayDeque<>();
    private final Map<String, Long> least = new LinkedHashMap<>();
    private final Map<String, Long> most = new LinkedHashMap<>();
    private long leastOfAll;
    private long mostOfAll;

    /** @param untilNs until when they were so */
    private record Bounds(long least, long most, long untilNs) {}

    ProviderLine(long capacity) {
        this.capacity = capacity;
    }

    /** A consumer may hold so much of it now. */
    void set(String consumer, long newLeast, long newMost, long atNs) {
        long leastBefore = put(least, consumer, newLeast);
        long mostBefore = put(most, consumer, newMost);
        if (leastBefore == newLeast && mostBefore == newMost) {
            return;
        }
        past.add(new Bounds(leastOfAll, mostOfAll, atNs));
        while (past.peek().untilNs() < atNs - KEPT_NS) {
            past.remove();
        }
        leastOfAll += newLeast - leastBefore;
        mostOfAll += newMost - mostBefore;
    }

    private static long put(Map<String, Long> sums, String consumer, long amount) {
        Long before = amount == 0 ? sums.remove(consumer) : sums.put(consumer, amount);
        return before == null ? 0 : before;
    }

    boolean isOvercommitted() {
        return leastOfAll > capacity;
    }

    long capacity() {
        return capacity;
    }

    /** The least that was held at some moment since then. */
    long leastSince(long ns) {
        long found = leastOfAll;
        for (Iterator<Bounds> each = past.descendingIterator(); each.hasNext(); ) {
            Bounds bounds = each.next();
            if (bounds.untilNs() <= ns) {
                break;
            }
            found = Math.min(found, bounds.least());
        }
        return found;
    }

    /** The most that may have been held at some moment since then. */
    long mostSince(long ns) {
        long found = mostOfAll;
        for (Iterator<Bounds> each = past.descendingIterator(); each.hasNext(); ) {
            Bounds bounds = each.next();
            if (bounds.untilNs() <= ns) {
                break;
            }
            found = Math.max(found, bounds.most());
        }
        return found;
    }
}
