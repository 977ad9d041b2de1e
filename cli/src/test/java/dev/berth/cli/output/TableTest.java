package dev.berth.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void alignsNamesLeftAndNumbersRight() {
        Table table =
                new Table("", "granted", "p50 ms").row("claim", 12_000, 0.5).row("release", 7, 10.25);

        assertThat(table.lines())
                .containsExactly("         granted  p50 ms", "claim      12000     0.5", "release        7   10.25");
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessageContaining("expected 2 cells");
    }
}
