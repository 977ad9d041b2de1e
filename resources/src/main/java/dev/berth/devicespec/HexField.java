package dev.berth.devicespec;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * One hex number of an id or an address, or any number.
 *
 * @param value empty matches any
 * @param width digits of its text
 */
record HexField(OptionalInt value, int width) {
    static HexField any(int width) {
        return new HexField(OptionalInt.empty(), width);
    }

    /**
     * Reads digits of either case and any width, or {@code *} for any; surrounding blanks do not count. What is
     * neither, or above the maximum, is told to {@code objections}, and the field is then of no use.
     */
    static HexField parse(String text, int max, int width, Consumer<String> objections) {
        String digits = text.trim();
        if (digits.equals("*")) {
            return any(width);
        }
        String most = Integer.toHexString(max);
        if (!digits.matches("[0-9a-fA-F]+")) {
            objections.accept("expected a hex number up to " + most + ", or * for any, but got '" + text + "'");
            return any(width);
        }
        if (new BigInteger(digits, 16).compareTo(BigInteger.valueOf(max)) > 0) {
            objections.accept("expected a hex number up to " + most + " but got '" + text + "'");
            return any(width);
        }
        return new HexField(OptionalInt.of(new BigInteger(digits, 16).intValue()), width);
    }

    boolean isAny() {
        return value.isEmpty();
    }

    boolean matches(int number) {
        return value.isEmpty() || value.getAsInt() == number;
    }

    /** Whether it is this number written out, which "any" is not. */
    boolean is(String digits) {
        return value.isPresent() && value.getAsInt() == Integer.parseInt(digits, 16);
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "*" : String.format(Locale.ROOT, "%0" + width + "x", value.getAsInt());
    }
}
