package dev.berth.projector;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Worlds of one seed after the other, each in one thread and as many at a time as there are threads, until they had so
 * many commands or a promise is broken. Thread-safe.
 */
final class SimulatedRun {
    private static final long WORD_EVERY_NS = 10_000_000_000L;

    private final long first;
    private final int each;
    private final SimulatedParts parts;
    private final Consumer<String> words;
    private final long startedNs = System.nanoTime();
    private final TreeSet<Long> underWay = new TreeSet<>();
    private final TreeMap<Long, Throwable> broken = new TreeMap<>();
    private long next;
    private long nextWordNs = startedNs + WORD_EVERY_NS;

    long worlds;
    long commands;
    long acknowledged;
    long reads;
    long copies;
    long faults;
    private double seconds;
    /** What happened in all worlds, as a number, in whatever order they ended. */
    long traces;

    /**
     * @param first the first seed
     * @param each how many commands a world has at least
     * @param parts what all worlds are given
     * @param words hears every ten seconds, and in the end, what was done
     */
    SimulatedRun(long first, int each, SimulatedParts parts, Consumer<String> words) {
        this.first = first;
        this.each = each;
        this.parts = parts;
        this.next = first;
        this.words = words;
    }

    /**
     * @param wanted how many commands all worlds are to have
     * @throws SimulatedViolation of the lowest seed whose world breaks a promise; those of lower seeds are done then
     */
    void run(long wanted, int threads) throws InterruptedException {
        // The service warns of each fault, of which there are thousands here.
        Logger log = (Logger) LoggerFactory.getLogger("dev.berth.projector");
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> work(wanted)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
            log.setLevel(before);
        }
        words.accept(toString());
        throwBroken();
    }

    private synchronized void throwBroken() {
        if (!broken.isEmpty()) {
            Throwable lowest = broken.firstEntry().getValue();
            if (lowest instanceof SimulatedViolation violation) {
                throw violation;
            }
            throw new AssertionError("the world of seed " + broken.firstKey() + " broke", lowest);
        }
    }

    private void work(long wanted) {
        Optional<Long> seed = begin(wanted);
        while (seed.isPresent()) {
            SimulatedWorld world = new SimulatedWorld(seed.get(), each, parts);
            try {
                world.runAloud();
                done(seed.get(), world, null);
            } catch (RuntimeException | Error e) {
                done(seed.get(), world, e);
            }
            seed = begin(wanted);
        }
    }

    private synchronized Optional<Long> begin(long wanted) {
        if ((next - first) * each >= wanted || !broken.isEmpty()) {
            return Optional.empty();
        }
        underWay.add(next);
        return Optional.of(next++);
    }

    private synchronized void done(long seed, SimulatedWorld world, Throwable failure) {
        underWay.remove(seed);
        if (failure != null) {
            broken.put(seed, failure);
            return;
        }
        worlds++;
        commands += world.kafka.appended();
        acknowledged += world.acknowledged;
        reads += world.reads;
        copies += world.copiesRead;
        faults += world.faults;
        traces += world.time.trace();
        seconds += world.time.nowNs() / 1e9;
        if (System.nanoTime() - nextWordNs > 0) {
            nextWordNs = System.nanoTime() + WORD_EVERY_NS;
            words.accept(toString());
        }
    }

    @Override
    public synchronized String toString() {
        double elapsed = (System.nanoTime() - startedNs) / 1e9;
        return String.format(
                "%d worlds from seed %d: %d commands, %d acknowledged, %d reads, %d of them of copies, %d faults,"
                        + " %.0f simulated seconds; %.0f s, %.0f commands/s; go on with -Dseed=%d",
                worlds,
                first,
                commands,
                acknowledged,
                reads,
                copies,
                faults,
                seconds,
                elapsed,
                commands / elapsed,
                underWay.isEmpty() ? next : underWay.first());
    }
}
