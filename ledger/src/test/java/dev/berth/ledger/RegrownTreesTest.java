package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.state.RegionView;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trees in which searches look, which an edit grows anew only where something has changed. */
final class RegrownTreesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areAfterEachCommandThoseThatTheFactsAloneGrow(long seed) {
        TestingLog log = new TestingLog(seed, 250);
        SplittableRandom order = new SplittableRandom(seed);
        for (int i = 0; i < log.length(); i++) {
            RegionView after = log.step(i).after();
            assertThat(after.forest().trees())
                    .as(log.line(i))
                    .isEqualTo(new KeptFacts(after).restored(order).forest().trees());
        }
    }
}
