package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesWhatCanBePrintedAsItIs() {
        assertThat(Printable.of("VCPU used 4 of 8, Grüße, 日本, \uD83D\uDE00 \\n"))
                .isEqualTo("VCPU used 4 of 8, Grüße, 日本, \uD83D\uDE00 \\n");
    }

    @Test
    void escapesWhatWouldForgeALineOrMoveTheCursor() {
        assertThat(Printable.of("a\nb\rc\td\u0000")).isEqualTo("a\\u000ab\\u000dc\\u0009d\\u0000");
        assertThat(Printable.of("\u001b[2J\u009b\u007f")).isEqualTo("\\u001b[2J\\u009b\\u007f");
        assertThat(Printable.of("\u2028\u2029\u0085")).isEqualTo("\\u2028\\u2029\\u0085");
    }

    @Test
    void escapesWhatTurnsTheReadingOrderRoundOrCannotBeSeen() {
        assertThat(Printable.of("\u202e\u2066\u200f\u061c\ufeff\u200b"))
                .isEqualTo("\\u202e\\u2066\\u200f\\u061c\\ufeff\\u200b");
    }

    @Test
    void escapesHalfACharacterAndWhatNoStandardNames() {
        assertThat(Printable.of("\ud83d")).isEqualTo("\\ud83d");
        assertThat(Printable.of("\ue000\uDB40\uDC41")).isEqualTo("\\ue000\\udb40\\udc41");
    }

    @Test
    void cutsWhatIsTooLongAndSaysHowLongItWas() {
        String cut = Printable.of("x".repeat(100_000));
        assertThat(cut).hasSize(Printable.LENGTH_MAX).endsWith("x… (100000 characters)");
        assertThat(Printable.of("x".repeat(Printable.LENGTH_MAX)))
                .hasSize(Printable.LENGTH_MAX)
                .endsWith("x");
        assertThat(Printable.of("\n".repeat(1_000), 40))
                .hasSizeLessThanOrEqualTo(40)
                .endsWith("(1000 characters)");
        assertThat(Printable.of("\uD83D\uDE00".repeat(1_000), 41))
                .isEqualTo(Printable.of(Printable.of("\uD83D\uDE00".repeat(1_000), 41)));
    }

    @Test
    void doesNotChangeWhatItHasMadeFit() {
        String once = Printable.of("\u001b\n" + "y".repeat(9_000));
        assertThat(Printable.of(once)).isEqualTo(once);
    }

    @Test
    void keepsTheLinesOfATextAndIndentsAllButTheFirst() {
        assertThat(Printable.lines("one\n  - two\r\n\nthree\u001b[2J\n\tat four\n", "  "))
                .isEqualTo("one\n  - two\n\n  three\\u001b[2J\n  \tat four\n");
        assertThat(Printable.lines("one\nERROR forged", "    ")).isEqualTo("one\n    ERROR forged");
        assertThat(Printable.lines(null, "")).isEqualTo("null");
    }
}
