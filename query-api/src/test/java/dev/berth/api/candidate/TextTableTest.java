package dev.berth.api.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.api.http.JsonBytes;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final byte[] TEXT = JsonBytes.ascii("text");

    private final TextTable<String> table = new TextTable<>();

    @Test
    void knowsWhatWasKeptLastForAHash() {
        assertThat(table.at(7)).isNull();

        table.keep(7, "first", TEXT);
        table.keep(7, "second", TEXT);

        assertThat(table.at(7).source()).isEqualTo("second");
    }

    @Test
    void keepsTheNewestAndNotMoreThanItHasPlacesFor() {
        for (int hash = 0; hash < 100_000; hash++) {
            table.keep(hash, "of " + hash, TEXT);
            assertThat(table.at(hash)).isNotNull();
        }

        assertThat(known(100_000)).isBetween(1900L, 2048L);
    }

    @Test
    void hardlyForgetsWhatThereIsRoomFor() {
        IntStream.range(0, 500).forEach(hash -> table.keep(hash, "of " + hash, TEXT));

        assertThat(known(500)).isGreaterThan(450);
    }

    private long known(int hashes) {
        return IntStream.range(0, hashes).filter(hash -> table.at(hash) != null).count();
    }

    @Test
    void takesNoTextThatIsTooLong() {
        table.keep(7, "longest", new byte[TextTable.BYTES_MOST]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.keep(8, "longer", new byte[TextTable.BYTES_MOST + 1]));
        assertThat(table.at(7)).isNotNull();
    }
}
