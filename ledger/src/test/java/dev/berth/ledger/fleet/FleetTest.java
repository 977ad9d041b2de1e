package dev.berth.ledger.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CommandKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Everything that can happen to hosts, at random and step by step, judged by an {@link Oracle} that knows no rule of
 * the ledger: a little in every build, and as many steps as one likes with {@code -Dmodel.steps}. {@code -Dseed} is the
 * first seed, 0 if it is not given. Each fleet has a seed of its own, and a fault is told with it and with the end of
 * the shortest log that shows it.
 */
final class FleetTest {
    private static final int STEPS_A_FLEET = 2000;
    private static final int FLEETS_A_BLOCK = 100;

    @Test
    void keepsItsPromisesAtEveryStepOfAnyLife() throws Exception {
        EnumMap<CommandKind, Integer> granted = run(1, 4, 1);
        assertThat(granted)
                .containsKeys(
                        CommandKind.REPORT_HOST,
                        CommandKind.CLAIM_ALLOCATIONS,
                        CommandKind.RELEASE_ALLOCATIONS,
                        CommandKind.CHANGE_DEVICE,
                        CommandKind.REPLACE_INVENTORIES,
                        CommandKind.REPLACE_TRAITS,
                        CommandKind.RESHAPE,
                        CommandKind.DRAIN_HOST,
                        CommandKind.UNDRAIN_HOST,
                        CommandKind.REMOVE_HOST,
                        CommandKind.RENAME_HOST,
                        CommandKind.ENROL_HOST,
                        CommandKind.WITHDRAW_HOST);
    }

    @Test
    @EnabledIfSystemProperty(named = "model.steps", matches = "[0-9_]+")
    void keepsItsPromisesForMillionsOfSteps() throws Exception {
        long wanted = Long.parseLong(System.getProperty("model.steps").replace("_", ""));
        long first = Long.getLong("seed", 0);
        long next = first;
        long startedNs = System.nanoTime();
        while ((next - first) * STEPS_A_FLEET < wanted) {
            long left = (wanted - (next - first) * STEPS_A_FLEET + STEPS_A_FLEET - 1) / STEPS_A_FLEET;
            int fleets = (int) Math.min(FLEETS_A_BLOCK, left);
            run(next, fleets, Runtime.getRuntime().availableProcessors());
            next += fleets;
            double seconds = (System.nanoTime() - startedNs) / 1e9;
            System.out.printf(
                    "seeds %d to %d: %d steps in %.0f s; go on with -Dseed=%d%n",
                    first, next - 1, (next - first) * STEPS_A_FLEET, seconds, next);
        }
    }

    /** Lets fleets live, one a seed, and says how many commands of each kind were granted. */
    private static EnumMap<CommandKind, Integer> run(long first, int fleets, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<FleetRun>> runs = new ArrayList<>();
            for (long seed = first; seed < first + fleets; seed++) {
                FleetRun run = new FleetRun(seed);
                runs.add(() -> {
                    run.live(STEPS_A_FLEET);
                    return run;
                });
            }
            EnumMap<CommandKind, Integer> granted = new EnumMap<>(CommandKind.class);
            for (Future<FleetRun> run : pool.invokeAll(runs)) {
                run.get().granted.forEach((kind, count) -> granted.merge(kind, count, Integer::sum));
            }
            return granted;
        } finally {
            pool.shutdownNow();
        }
    }
}
