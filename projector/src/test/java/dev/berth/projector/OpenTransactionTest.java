package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenTransactionTest {
    private static final long TIMEOUT_NS = OpenTransaction.TIMEOUT.toNanos();

    private final OpenTransaction transaction = new OpenTransaction(3);

    @Test
    void tellsOfATransactionThatStaysOpenUntilItEnds() {
        transaction.look(5, 9, 0);
        assertThat(transaction.fault()).isEmpty();
        transaction.look(5, 12, TIMEOUT_NS);
        assertThat(transaction.fault().orElseThrow()).contains("Partition 3 of berth.log", "offset 5");
        transaction.look(12, 12, TIMEOUT_NS + 1);
        assertThat(transaction.fault()).isEmpty();
    }

    @Test
    void saysNothingOfTransactionsThatEndOneAfterTheOther() {
        for (int i = 0; i < 10; i++) {
            transaction.look(5 + i, 9 + i, i * TIMEOUT_NS);
            assertThat(transaction.fault()).isEmpty();
        }
    }
}
