package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What is read by a loop comes to the same as the regular expression that says it, and takes no time however it is
 * written.
 */
class HostileHeadersTest {
    /** A text in quotes stays one, even where the rest could be read without them. */
    private static final Pattern RANGE = Pattern.compile("\\s*([^\\s/;,=]+/[^\\s/;,=]+)\\s*"
            + "((?:;\\s*[^\\s;,=]+\\s*=\\s*(?>\"[^\"]*\"(?=\\s*(?:;|$))|[^\\s;,]*)\\s*)*)");

    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)\\s*$");
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final long seed = Long.getLong("berth.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    private String text(List<String> pieces) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(12); count > 0; count--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    @Test
    void readsRangesOfMediaAsTheirFormSays() {
        List<String> pieces =
                List.of("a", "/", ";", "=", "q", "q=", ";q=", "0", "1", ".5", ".000", "\"", " ", "*", "*/*");
        for (int i = 0; i < 50_000; i++) {
            String text = random.nextInt(2) == 0 ? text(pieces) : "a/b" + text(pieces);
            assertThat(MediaRange.of(text))
                    .as("-Dberth.seed=%d: %s", seed, text)
                    .isEqualTo(byExpression(text));
        }
    }

    private static Optional<MediaRange> byExpression(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        Matcher quality = QUALITY.matcher(range.group(2));
        boolean hasQuality = quality.find();
        String rest = hasQuality ? range.group(2).substring(0, quality.start()) : range.group(2);
        return Optional.of(new MediaRange(
                range.group(1).toLowerCase(Locale.ROOT),
                !rest.isBlank(),
                hasQuality ? Double.parseDouble(quality.group(1)) : 1));
    }

    @Test
    void takesNoTimeOverTextsThatAreMadeToTakeIt() {
        String blanks = " ".repeat(60_000);
        assertTimeoutPreemptively(AT_ONCE, () -> {
            MediaRange.of("a/b" + "; a=".repeat(10_000) + blanks + "x");
            MediaRange.of("a/b;" + blanks + "a" + blanks + "=" + blanks + "\"" + blanks);
            Accept.of(Optional.of(("a/b;a=" + " ".repeat(100) + "\u0001,").repeat(500)));
        });
    }
}
