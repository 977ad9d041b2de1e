package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTextTest {
    @Test
    void leavesOutWhatPlacementBeginsWithAndStaysOnItsLine() {
        assertThat(RefusalText.of(
                        "There was a conflict when trying to complete your request.\n\n Name is taken:\nx.  "))
                .isEqualTo("Name is taken: x.");
    }

    @Test
    void keepsWhatIsAllThatIsSaid() {
        assertThat(RefusalText.of("Too many requests.")).isEqualTo("Too many requests.");
        assertThat(RefusalText.of("Not allowed.\n\n ")).isEqualTo("Not allowed.");
        assertThat(RefusalText.of("")).isEmpty();
    }
}
