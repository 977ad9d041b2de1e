package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
    /** Those that are permitted, their neighbours in ASCII, and letters and digits of elsewhere. */
    private static final String CHARACTERS = "AZazmM09_.-@[`{/:,^ \n\u0000é٣Ａ";

    @Test
    void takesTheNamesThatItsMessagePromises() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int kinds = 1 + random.nextInt(CHARACTERS.length());
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(CHARACTERS.charAt(random.nextInt(kinds)));
            }
            boolean isName = text.toString().matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
            assertThat(Region.isName(text.toString()))
                    .as("seed %d: '%s'", seed, text)
                    .isEqualTo(isName);
            taken += isName ? 1 : 0;
        }
        assertThat(taken).isBetween(1_000, 19_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 62, 63})
    void takesNamesOfUpTo63Characters(int length) {
        assertThat(new Region("r".repeat(length)).name()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 10_000})
    void refusesNamesOfOtherLengths(int length) {
        assertThatThrownBy(() -> new Region("r".repeat(length)))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("expected a region name matching [A-Za-z0-9][A-Za-z0-9_.-]{0,62} but got");
    }
}
