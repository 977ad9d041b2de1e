package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The service in worlds in which everything fails. A world follows from its seed. The long run takes as many worlds as
 * it needs for {@code -Dsimulated}, the number of commands; {@code -Dseed} is the first seed, 0 if it is not given, and
 * {@code -Dworld} the number of commands of a world.
 */
class SimulationTest {
    private static final int COMMANDS = 1_000;

    @Test
    void keepsEveryPromiseInWorldsWhereEverythingFails() {
        Worlds worlds = new Worlds();
        for (long seed = 0; seed < 6; seed++) {
            worlds.run(seed, COMMANDS);
        }
        assertThat(worlds.commands).isGreaterThanOrEqualTo(6 * COMMANDS);
        assertThat(worlds.acknowledged).isGreaterThan(worlds.commands / 2);
        assertThat(worlds.faults).isPositive();
        assertThat(worlds.reads).isPositive();
    }

    @Test
    void happensInTheSameWayAgainFromTheSameSeed() {
        for (long seed = 100; seed < 103; seed++) {
            long once = new Worlds().run(seed, 500);
            assertThat(new Worlds().run(seed, 500)).as("seed %d", seed).isEqualTo(once);
        }
        assertThat(new Worlds().run(100, 500)).isNotEqualTo(new Worlds().run(101, 500));
    }

    @Test
    void namesTheSeedOfAWorldThatBreaksAPromiseAndBreaksItAgain() {
        SimulatedParts mutant = new SimulatedParts() {
            @Override
            boolean areOffsetsInTransaction() {
                return false;
            }
        };
        String[] told = new String[2];
        for (int i = 0; i < told.length; i++) {
            int now = i;
            assertThatThrownBy(() -> {
                        for (long seed = 0; seed < 100; seed++) {
                            new SimulatedWorld(seed, 500, mutant).run();
                        }
                    })
                    .isInstanceOf(SimulatedViolation.class)
                    .hasMessageContaining("in the world of seed ")
                    .satisfies(violation -> told[now] = violation.getMessage());
        }
        assertThat(told[1]).isEqualTo(told[0]);
    }

    /** A disk that has lost its newest rows, says that it has them, and fits together. */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void showsNothingOfRowsThatEndBeforeWhatWasDecided() {
        new Worlds().run(700_000, 10_000);
    }

    @Test
    @EnabledIfSystemProperty(named = "simulated", matches = "[0-9_]+")
    void keepsEveryPromiseInAsManyWorldsAsAskedFor() {
        long wanted = Long.parseLong(System.getProperty("simulated").replace("_", ""));
        int each = Integer.getInteger("world", 10_000);
        long first = Long.getLong("seed", 0);
        long next = first;
        Worlds worlds = new Worlds();
        long startedNs = System.nanoTime();
        long nextWordNs = startedNs;
        while (worlds.commands < wanted) {
            worlds.run(next++, each);
            if (System.nanoTime() - nextWordNs > 0 || worlds.commands >= wanted) {
                System.out.printf(
                        "seeds %d to %d: %s, %.0f s, of them %.0f s of CPU; go on with -Dseed=%d%n",
                        first, next - 1, worlds, (System.nanoTime() - startedNs) / 1e9, cpuSeconds(), next);
                nextWordNs = System.nanoTime() + 10_000_000_000L;
            }
        }
    }

    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    /** What was done in some worlds. */
    private static final class Worlds {
        private long commands;
        private long acknowledged;
        private long reads;
        private long copies;
        private long faults;
        private double seconds;

        long run(long seed, int wanted) {
            SimulatedWorld world = new SimulatedWorld(seed, wanted, new SimulatedParts());
            world.run();
            commands += world.kafka.appended();
            acknowledged += world.acknowledged;
            reads += world.reads;
            copies += world.copiesRead;
            faults += world.faults;
            seconds += world.time.nowNs() / 1e9;
            return world.time.trace();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d commands, %d acknowledged, %d reads, %d of them of copies, %d faults, %.0f simulated seconds",
                    commands, acknowledged, reads, copies, faults, seconds);
        }
    }
}
