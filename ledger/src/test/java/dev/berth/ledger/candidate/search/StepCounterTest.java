package dev.berth.ledger.candidate.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StepCounterTest {
    @Test
    void asksNowAndThenWhetherToGoOn() {
        StepCounter steps = new StepCounter(Long.MAX_VALUE, () -> {
            throw new IllegalStateException("nobody waits");
        });
        steps.add(1_000);
        assertThat(steps.made()).isEqualTo(1_000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        steps.add(1);
                    }
                })
                .hasMessage("nobody waits");
        assertThat(steps.made()).isLessThan(100_000);
    }
}
