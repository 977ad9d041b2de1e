package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The service in worlds in which everything fails. */
class SimulationTest {
    @Test
    void keepsEveryPromiseInWorldsWhereEverythingFails() {
        long commands = 0;
        for (long seed = 0; seed < 20; seed++) {
            SimulatedWorld world = new SimulatedWorld(seed, 2_000, new SimulatedParts());
            world.run();
            commands += world.kafka.appended();
        }
        assertThat(commands).isGreaterThanOrEqualTo(40_000);
    }
}
