package dev.berth.projector.moment;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionReplay;
import dev.berth.ledger.moment.Moment;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Moments in memory. Those that were seen as they passed share almost all with the present: some hundreds a region,
 * none older than an hour and a quarter. Those that were read from files and the log share nothing with it, so only the
 * two stretches of a region that were used last are kept, and let go when memory runs short. Any thread.
 */
final class KeptMoments {
    /** How many commands there are from one moment to the next at least. */
    static final int SPACING = 256;

    /** How many moments of one region, and of one stretch, are kept. */
    static final int MOMENTS_MAX = 512;

    /** How many of all regions are kept. */
    static final int ALL_MAX = 4_096;

    static final Duration AGE_MAX = Duration.ofMinutes(75);

    /** How many stretches of all regions are kept. */
    static final int STRETCHES_MAX = 16;

    /** How many of one region are kept, so that no region has those of the others let go. */
    private static final int REGION_STRETCHES_MAX = 2;

    private final int spacing;
    private final int momentsMax;
    private final LongSupplier nanoClock;
    private final Map<Region, TreeMap<Long, Seen>> seen = new HashMap<>();
    private final Deque<SoftReference<Stretch>> read = new ArrayDeque<>();
    private int all;

    private record Seen(Moment moment, long sinceNs) {}

    /** Moments that follow from one another, and so share what they have in common. */
    static final class Stretch {
        private final Region region;
        private final TreeMap<Long, Moment> moments = new TreeMap<>();

        private Stretch(Region region) {
            this.region = region;
        }
    }

    /**
     * @param nanoClock such as {@link System#nanoTime}
     */
    KeptMoments(LongSupplier nanoClock) {
        this(SPACING, MOMENTS_MAX, nanoClock);
    }

    KeptMoments(int spacing, int momentsMax, LongSupplier nanoClock) {
        this.spacing = spacing;
        this.momentsMax = momentsMax;
        this.nanoClock = nanoClock;
    }

    /** A moment that is kept, and the stretch that it is in; empty for one that was seen as it passed. */
    record Found(Moment moment, Optional<Stretch> stretch) {}

    /** The last moment that is kept and not behind an offset. */
    synchronized Optional<Found> floor(Region region, long offset) {
        Optional<Found> best = Optional.ofNullable(seen.get(region))
                .map(moments -> moments.floorEntry(offset))
                .map(entry -> new Found(entry.getValue().moment, Optional.empty()));
        for (SoftReference<Stretch> reference : read) {
            Stretch stretch = reference.get();
            Map.Entry<Long, Moment> floor =
                    stretch == null || !stretch.region.equals(region) ? null : stretch.moments.floorEntry(offset);
            if (floor != null
                    && best.filter(found -> found.moment.through() >= floor.getKey())
                            .isEmpty()) {
                best = Optional.of(new Found(floor.getValue(), Optional.of(stretch)));
            }
        }
        best.flatMap(Found::stretch).ifPresent(this::use);
        return best;
    }

    /** The first moment that is kept and not before an offset. */
    synchronized Optional<Moment> ceiling(Region region, long offset) {
        Optional<Moment> first = Optional.ofNullable(seen.get(region))
                .map(moments -> moments.ceilingEntry(offset))
                .map(entry -> entry.getValue().moment);
        for (SoftReference<Stretch> reference : read) {
            Stretch stretch = reference.get();
            Map.Entry<Long, Moment> next =
                    stretch == null || !stretch.region.equals(region) ? null : stretch.moments.ceilingEntry(offset);
            if (next != null
                    && first.filter(found -> found.through() <= next.getKey()).isEmpty()) {
                first = Optional.of(next.getValue());
            }
        }
        return first;
    }

    /** Puts a stretch before all others, so that it is let go last. */
    private void use(Stretch stretch) {
        read.removeIf(reference -> reference.get() == null || reference.get() == stretch);
        read.addFirst(new SoftReference<>(stretch));
    }

    /** Keeps the present of a region as a moment unless there is one near it; says which it kept. */
    synchronized Optional<Moment> see(RegionFold now) {
        TreeMap<Long, Seen> moments = seen.computeIfAbsent(now.view().region(), none -> new TreeMap<>());
        long nowNs = clear(moments);
        Moment moment = Moment.of(now);
        Map.Entry<Long, Seen> last = moments.lastEntry();
        if (last != null && moment.decided() - last.getValue().moment.decided() < spacing) {
            return Optional.empty();
        }
        moments.put(moment.through(), new Seen(moment, nowNs));
        all++;
        if (moments.size() > momentsMax || all > ALL_MAX) {
            all -= thinOut(moments, each -> each.moment.decided());
        }
        if (all > ALL_MAX) {
            moments.pollFirstEntry();
            all--;
        }
        return Optional.of(moment);
    }

    /** Lets go what was seen of all other regions. */
    synchronized void seeOnly(Collection<Region> regions) {
        if (seen.keySet().retainAll(regions)) {
            all = seen.values().stream().mapToInt(Map::size).sum();
        }
    }

    /** Begins to keep what is read from a moment on; the stretch that was not used for longest is let go. */
    synchronized Stretch begin(Region region) {
        Stretch begun = new Stretch(region);
        use(begun);
        int[] ofRegion = {0};
        read.removeIf(reference -> {
            Stretch stretch = reference.get();
            return stretch == null || stretch.region.equals(region) && ++ofRegion[0] > REGION_STRETCHES_MAX;
        });
        if (read.size() > STRETCHES_MAX) {
            read.removeLast();
        }
        return begun;
    }

    /** Begins to read on from a moment. */
    Walk walk(Found from) {
        return new Walk(from);
    }

    /** The way from a moment that is kept to another, of which some moments are kept. For one thread. */
    final class Walk {
        private final RegionReplay replay;
        private Moment now;
        private long through;
        private Optional<Stretch> stretch;
        private long keptLast;

        private Walk(Found from) {
            this.now = from.moment;
            this.replay = now.fold().replay();
            this.through = now.through();
            this.stretch = from.stretch;
            this.keptLast = now.decided();
        }

        /** Where the way is now; makes a view, so it is not for each record. */
        Moment now() {
            if (now.through() != through) {
                now = new Moment(through, replay.fold());
            }
            return now;
        }

        /** Takes the region's next record; says whether the moment behind it is kept. */
        boolean take(LogEntry next) {
            replay.take(next);
            through = next.position().offset();
            boolean isFar = replay.decided() - keptLast >= spacing;
            if (isFar) {
                keep();
            }
            return isFar;
        }

        /**
         * Goes on to an offset behind records of other regions alone.
         *
         * @param isLong whether the way there is worth to be kept even if few of the records were the region's
         */
        void pass(long offset, boolean isLong) {
            through = Math.max(through, offset);
            if (isLong || stretch.isPresent()) {
                keep();
            }
        }

        private void keep() {
            Moment kept = now();
            keptLast = kept.decided();
            Stretch into = stretch.orElseGet(() -> begin(kept.region()));
            stretch = Optional.of(into);
            KeptMoments.this.keep(into, kept);
        }
    }

    /** Keeps a moment of a stretch. */
    synchronized void keep(Stretch stretch, Moment moment) {
        stretch.moments.put(moment.through(), moment);
        if (stretch.moments.size() > momentsMax) {
            // By offsets, for a quiet region decides nothing on a long way.
            thinOut(stretch.moments, Moment::through);
        }
    }

    private long clear(TreeMap<Long, Seen> moments) {
        long nowNs = nanoClock.getAsLong();
        Iterator<Seen> each = moments.values().iterator();
        while (each.hasNext() && nowNs - each.next().sinceNs > AGE_MAX.toNanos()) {
            each.remove();
            all--;
        }
        return nowNs;
    }

    /** Lets go those that are near the one before them, so that half of them remain at most; says how many. */
    private <T> int thinOut(NavigableMap<Long, T> moments, ToLongFunction<T> place) {
        int before = moments.size();
        long first = place.applyAsLong(moments.firstEntry().getValue());
        long span = place.applyAsLong(moments.lastEntry().getValue()) - first;
        long least = 2 * span / momentsMax;
        long[] last = {first - least};
        moments.values().removeIf(moment -> {
            boolean isNear = place.applyAsLong(moment) - last[0] < least;
            last[0] = isNear ? last[0] : place.applyAsLong(moment);
            return isNear;
        });
        return before - moments.size();
    }
}
