package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final TestingLog log = new TestingLog(1, 150);

    @Test
    void appliesWhatItDecides() {
        for (int i = 0; i < log.length(); i++) {
            assertThat(Ledger.decide(log.before(i), log.position(i), log.command(i)))
                    .as(log.line(i))
                    .isEqualTo(log.step(i).decision().outcome());
        }
    }

    @Test
    void remembersWhatARequestWithAKeyWasAnsweredAndOfOthersNothing() {
        assertThat(log.answered(0).orElseThrow().request())
                .isEqualTo(log.sent(0).request().orElseThrow());
        assertThat(log.answered(1)).isEmpty();
    }
}
