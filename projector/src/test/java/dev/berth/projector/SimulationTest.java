package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service in worlds in which everything fails. A world follows from its seed. The long run takes as many worlds as
 * it needs for {@code -Dsimulated}, the number of commands; {@code -Dseed} is the first seed, 0 if it is not given,
 * {@code -Dworld} the number of commands of a world, and {@code -Dthreads} how many worlds run at a time, one a
 * processor if it is not given.
 */
class SimulationTest {
    private static final int COMMANDS = 1_000;
    private static final int LONG_WORLDS = 8;

    @TempDir
    private Path dir;

    @Test
    void keepsEveryPromiseInWorldsWhereEverythingFails() throws InterruptedException {
        SimulatedRun run = new SimulatedRun(0, COMMANDS, new SimulatedParts(), word -> {});
        run.run(6 * COMMANDS, 1);
        assertThat(run.worlds).isEqualTo(6);
        assertThat(run.commands).isGreaterThanOrEqualTo(6 * COMMANDS);
        assertThat(run.acknowledged).isGreaterThan(run.commands / 2);
        assertThat(run.faults).isPositive();
        assertThat(run.reads).isPositive();
    }

    @Test
    void happensInTheSameWayAgainFromTheSameSeed() {
        for (long seed = 100; seed < 103; seed++) {
            long once = trace(seed);
            assertThat(trace(seed)).as("seed %d", seed).isEqualTo(once);
        }
        assertThat(trace(100)).isNotEqualTo(trace(101));
    }

    /** Tables by hash have another order in each process ({@link dev.berth.events.model.IdHash}). */
    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true")
    void happensInTheSameWayInAnotherProcess() throws Exception {
        assertThat(tracesOfAnotherProcess()).hasSize(LONG_WORLDS).isEqualTo(tracesOfAnotherProcess());
    }

    private List<String> tracesOfAnotherProcess() throws Exception {
        Path traces = dir.resolve("traces");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulationTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(traces.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(traces).stream()
                .filter(line -> line.startsWith("trace "))
                .toList();
    }

    /** Writes the traces of some long worlds. */
    public static void main(String[] args) {
        for (long seed = 9_000; seed < 9_000 + LONG_WORLDS; seed++) {
            System.out.println("trace " + trace(seed, 10_000));
        }
    }

    private static long trace(long seed) {
        return trace(seed, 500);
    }

    private static long trace(long seed, int commands) {
        SimulatedWorld world = new SimulatedWorld(seed, commands, new SimulatedParts());
        world.run();
        return world.time.trace();
    }

    @Test
    void happensInTheSameWayBesideOtherWorlds() throws InterruptedException {
        SimulatedRun alone = new SimulatedRun(103, 300, new SimulatedParts(), word -> {});
        alone.run(4 * 300, 1);
        SimulatedRun beside = new SimulatedRun(103, 300, new SimulatedParts(), word -> {});
        beside.run(4 * 300, 3);
        assertThat(beside.worlds).isEqualTo(4);
        assertThat(beside.traces).isEqualTo(alone.traces);
    }

    @Test
    void namesTheLowestSeedOfAWorldThatBreaksAPromiseHoweverManyRun() {
        SimulatedParts mutant = new SimulatedParts() {
            @Override
            boolean areOffsetsInTransaction() {
                return false;
            }
        };
        String[] told = new String[2];
        for (int i = 0; i < told.length; i++) {
            int now = i;
            int threads = 1 + 2 * i;
            assertThatThrownBy(() -> new SimulatedRun(0, 500, mutant, word -> {}).run(100 * 500, threads))
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
        new SimulatedWorld(700_000, 10_000, new SimulatedParts()).run();
    }

    @Test
    @EnabledIfSystemProperty(named = "simulated", matches = "[0-9_]+")
    void keepsEveryPromiseInAsManyWorldsAsAskedFor() throws InterruptedException {
        long wanted = number("simulated", "");
        int each = Integer.getInteger("world", 10_000);
        int threads = Integer.getInteger("threads", Runtime.getRuntime().availableProcessors());
        new SimulatedRun(number("seed", "0"), each, new SimulatedParts(), System.out::println).run(wanted, threads);
    }

    private static long number(String property, String unlessGiven) {
        return Long.parseLong(System.getProperty(property, unlessGiven).replace("_", ""));
    }
}
