package dev.berth.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tags are taken out of an error by a loop: as Placement's regular expression does it, but in linear time. */
class ErrorBodyTest {
    private static final Pattern TAG = Pattern.compile("<!--|-->|<.*?>", Pattern.DOTALL);
    private static final List<String> PIECES = List.of("<", ">", "!", "-", "--", "<!--", "-->", "a", " ", "\n");

    private final long seed = Long.getLong("berth.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void takesOutOfAnErrorWhatPlacementTakesOut() {
        for (int i = 0; i < 20_000; i++) {
            String text = text();
            assertThat(ErrorBody.withoutTags(text))
                    .as("-Dberth.seed=%d: %s", seed, text)
                    .isEqualTo(TAG.matcher(text).replaceAll(""));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(12); count > 0; count--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Test
    void takesNoTimeOverTextsThatAreMadeToTakeIt() {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            ErrorBody.withoutTags("<".repeat(60_000));
            ErrorBody.withoutTags(">" + "<".repeat(60_000));
        });
    }
}
