package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableWriterTest {
    private final StringWriter shown = new StringWriter();
    private final PrintWriter writer = PrintableWriter.on(shown);

    @Test
    void letsNothingThroughThatMovesACursor() {
        writer.print("a\u001b[2J\r\n");
        writer.write('\u009b');
        writer.write("\u202e".toCharArray());
        writer.printf("%s", "\u0000");
        writer.flush();

        assertThat(shown).hasToString("a\\u001b[2J\\u000d\n\\u009b\\u202e\\u0000");
    }

    @Test
    void keepsLinesAndCharactersOfTwoHalvesAsTheyAre() {
        writer.println("Grüße, 日本");
        writer.write('\uD83D');
        writer.write('\uDE00');
        writer.println();

        assertThat(shown).hasToString("Grüße, 日本\n\uD83D\uDE00\n");
    }

    @Test
    void escapesHalfACharacterOnceNothingMoreComes() {
        writer.write('\uD83D');
        writer.flush();

        assertThat(shown).hasToString("\\ud83d");
    }
}
