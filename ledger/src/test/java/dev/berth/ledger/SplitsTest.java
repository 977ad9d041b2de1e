package dev.berth.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every split of a log folds to the same digest: for a few logs in every build, and for as many as one likes with
 * {@code -Dlong}, the number of commands. {@code -Dseed} is the first seed, 0 if it is not given; what the run prints
 * last says with which to go on.
 */
final class SplitsTest {
    private static final int SEEDS_A_BLOCK = 128;

    @Test
    void foldsToOneDigestWhereverItRestarts() throws Exception {
        verify(LongStream.range(1, 13).boxed().toList(), 1);
    }

    @Test
    @EnabledIfSystemProperty(named = "long", matches = "[0-9_]+")
    void foldsToOneDigestWhereverItRestartsOverMillionsOfCommands() throws Exception {
        long wanted = Long.parseLong(System.getProperty("long").replace("_", ""));
        long first = Long.getLong("seed", 0);
        long next = first;
        long commands = 0;
        long startedNs = System.nanoTime();
        while (commands < wanted) {
            commands += verify(
                    LongStream.range(next, next + SEEDS_A_BLOCK).boxed().toList(),
                    Runtime.getRuntime().availableProcessors());
            next += SEEDS_A_BLOCK;
            double seconds = (System.nanoTime() - startedNs) / 1e9;
            System.out.printf(
                    "seeds %d to %d: %d commands in %.0f s, %.0f a second; go on with -Dseed=%d%n",
                    first, next - 1, commands, seconds, commands / seconds, next);
        }
    }

    /** How many commands the logs of these seeds have, all of which hold. */
    private static long verify(List<Long> seeds, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> logs = new ArrayList<>();
            seeds.forEach(seed -> logs.add(() -> verify(seed)));
            long commands = 0;
            for (Future<Integer> length : pool.invokeAll(logs)) {
                commands += length.get();
            }
            return commands;
        } finally {
            pool.shutdownNow();
        }
    }

    private static int verify(long seed) {
        try {
            SplitLog log = new SplitLog(seed);
            log.verify();
            return log.length();
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError("the log of -Dseed=" + seed + ": " + fault.getMessage(), fault);
        }
    }
}
