package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
    private static final int TRIES = 10_000;

    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void writesAnIdAsItsTextIs() {
        for (int at = 0; at < TRIES; at++) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            assertThat(text(new JsonBytes(1)
                            .octet('"')
                            .uuid(id.getMostSignificantBits(), id.getLeastSignificantBits())
                            .octet('"')))
                    .isEqualTo("\"" + id + "\"");
        }
    }

    @Test
    void putsAnIdOverAnotherAndNothingElse() {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        JsonBytes json =
                new JsonBytes(64).octets(JsonBytes.ascii("before ")).uuid(1, 2).octets(JsonBytes.ascii(" after"));
        json.uuidAt(7, id.getMostSignificantBits(), id.getLeastSignificantBits());
        assertThat(text(json)).isEqualTo("before " + id + " after");
    }

    @Test
    void writesANumberAsItsTextIs() {
        for (int at = 0; at < TRIES; at++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(text(new JsonBytes(1).number(number))).isEqualTo(Long.toString(number));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1})
    void writesNumbersAtTheEdges(long number) {
        assertThat(text(new JsonBytes(1).number(number))).isEqualTo(Long.toString(number));
    }

    private static String text(JsonBytes json) {
        return new String(json.array(), 0, json.size(), StandardCharsets.US_ASCII);
    }
}
