package dev.berth.events.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double as text, the same in every version of Java: in the fewest digits, rounded to the nearest, that read as the
 * same double. {@link Double#toString(double)} had more digits for some before Java 19. It is laid out as there: plain
 * from a thousandth to below ten million, else with one digit before the point and an exponent.
 */
final class DecimalText {
    private static final int DIGITS_MAX = 17;
    private static final int PLAIN_EXPONENT_MIN = -3;
    private static final int PLAIN_EXPONENT_MAX = 6;

    private DecimalText() {}

    static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        String sign = Double.doubleToLongBits(value) < 0 ? "-" : "";
        if (Double.isInfinite(value)) {
            return sign + "Infinity";
        }
        return sign + (value == 0 ? "0.0" : ofPositive(Math.abs(value)));
    }

    private static String ofPositive(double value) {
        BigDecimal shortest = shortest(value).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= PLAIN_EXPONENT_MIN && exponent <= PLAIN_EXPONENT_MAX) {
            return shortest.setScale(Math.max(1, shortest.scale())).toPlainString();
        }
        BigDecimal digits = shortest.movePointLeft(exponent);
        return digits.setScale(Math.max(1, digits.scale())).toPlainString() + "E" + exponent;
    }

    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < DIGITS_MAX; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(DIGITS_MAX, RoundingMode.HALF_EVEN));
    }
}
