package dev.berth.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionTurnsTest {
    @Test
    void letsEachOnlyAfterAllBeforeItWhoeverIsDoneFirst() throws Exception {
        PartitionTurns turns = new PartitionTurns();
        List<Integer> order = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            turns.done(1);
            List<Future<?>> all = new ArrayList<>();
            for (int turn : new int[] {3, 2, 0}) {
                all.add(threads.submit(() -> {
                    turns.await(turn);
                    order.add(turn);
                    turns.done(turn);
                }));
            }
            for (Future<?> each : all) {
                each.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(order).containsExactly(0, 2, 3);
    }
}
