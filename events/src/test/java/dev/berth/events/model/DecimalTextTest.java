package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class DecimalTextTest {
    @Test
    void writesTheFewestDigitsThatReadAsTheSameDouble() {
        assertThat(text(2e23)).isEqualTo("2.0E23");
        assertThat(text(2.0E-3)).isEqualTo("0.002");
        assertThat(text(1.1E-322)).isEqualTo("1.1E-322");
        assertThat(text(Double.MIN_VALUE)).isEqualTo("5.0E-324");
        assertThat(text(Double.MAX_VALUE)).isEqualTo("1.7976931348623157E308");
        assertThat(text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
        assertThat(text(1.15)).isEqualTo("1.15");
        assertThat(text(-100)).isEqualTo("-100.0");
        assertThat(text(9_999_999)).isEqualTo("9999999.0");
        assertThat(text(10_000_000)).isEqualTo("1.0E7");
        assertThat(text(0.001)).isEqualTo("0.001");
        assertThat(text(0.00099)).isEqualTo("9.9E-4");
        assertThat(text(0)).isEqualTo("0.0");
        assertThat(text(-0.0)).isEqualTo("-0.0");
        assertThat(text(Double.NaN)).isEqualTo("NaN");
        assertThat(text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    }

    @Test
    void readsAsTheSameDoubleAndIsNoLongerThanJavaHasIt() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(100_000) / 1_000.0;
            if (Double.isNaN(value)) {
                continue;
            }
            String text = text(value);
            assertThat(Double.parseDouble(text)).as("seed %d", seed).isEqualTo(value);
            assertThat(text.length())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(Double.toString(value).length());
        }
    }

    private static String text(double value) {
        return new AttributeValue.Decimal(value).toString();
    }
}
