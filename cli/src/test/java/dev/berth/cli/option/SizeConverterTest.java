package dev.berth.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeConverterTest {
    private final SizeConverter converter = new SizeConverter();

    @Test
    void readsEveryUnit() {
        assertThat(converter.convert("0")).isZero();
        assertThat(converter.convert("5")).isEqualTo(5);
        assertThat(converter.convert("4K")).isEqualTo(4096);
        assertThat(converter.convert("64M")).isEqualTo(64L << 20);
        assertThat(converter.convert("2G")).isEqualTo(2L << 30);
        assertThat(converter.convert("1048576T")).isEqualTo(1L << 60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577T", "8388608T", "16777216T", "999999999T"})
    void refusesWhatNoLongHolds(String text) {
        assertThatThrownBy(() -> converter.convert(text)).hasMessageContaining("expected a size of 1048576T at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "10X", "1.5G", "G"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> converter.convert(text)).hasMessageContaining("expected a size such as");
    }
}
