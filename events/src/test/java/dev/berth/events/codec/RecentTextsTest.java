package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RecentTextsTest {
    /** Few letters and short texts, so that most slots are asked for many texts. */
    private static final String LETTERS = "ab\u00e9\u20ac\u0080\u0000";

    @Property(tries = 50)
    void areWhatTheirBytesSayWhateverWasReadBefore(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder letters = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            assertThat(read("x" + letters, 1)).isEqualTo(letters.toString());
        }
    }

    /** Bytes that are no UTF-8 are read as Java reads them. */
    @Property(tries = 500)
    void areAsJavaReadsAnyBytes(@ForAll byte[] bytes) {
        assertThat(RecentTexts.text(bytes, 0, bytes.length)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        assertThat(RecentTexts.text(bytes, 0, bytes.length)).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void areMadeOnceWhileTheyAreRecent() {
        assertThat(read("CUSTOM_ONCE", 0)).isSameAs(read("CUSTOM_ONCE", 0));
    }

    private static String read(String text, int from) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return RecentTexts.text(bytes, from, bytes.length - from);
    }
}
