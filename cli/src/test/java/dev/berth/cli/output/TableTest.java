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
    void sparesAColumnWhereNotAllFit() {
        Table table = Table.ofTexts("NAME", "UUID", "STATE").row("node1", "5e08ea53-c4c6-448e", "open");

        assertThat(table.linesWithin(33, "UUID"))
                .containsExactly("NAME   UUID                STATE", "node1  5e08ea53-c4c6-448e  open");
        assertThat(table.linesWithin(20, "UUID")).containsExactly("NAME   STATE", "node1  open");
        assertThat(table.linesWithin(20, "OTHER")).isEqualTo(table.lines());
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table("a", "b").row(1)).hasMessageContaining("expected 2 cells");
    }
}
