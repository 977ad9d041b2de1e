package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import java.util.Optional;

/**
 * Where a PCI device sits on its host: domain, bus, slot and function. Its text is {@code dddd:bb:ss.f} in lower-case
 * hex and its order that of the text, so the lowest address is the same for every reader.
 */
public record PciAddress(int domain, int bus, int slot, int function) implements Comparable<PciAddress> {
    public static final int DOMAIN_MAX = 0xffff;
    public static final int BUS_MAX = 0xff;
    public static final int SLOT_MAX = 0x1f;
    public static final int FUNCTION_MAX = 0x7;

    public PciAddress {
        if (!isWithin(domain, DOMAIN_MAX)
                || !isWithin(bus, BUS_MAX)
                || !isWithin(slot, SLOT_MAX)
                || !isWithin(function, FUNCTION_MAX)) {
            throw new MalformedException(
                    "expected a PCI address of at most ffff:ff:1f.7 but got " + text(domain, bus, slot, function));
        }
    }

    /**
     * The address that the text names, its digits in any case; empty where it names none (a domain of five digits,
     * say).
     */
    public static Optional<PciAddress> parse(String text) {
        int afterDomain = text.indexOf(':');
        int afterBus = text.indexOf(':', afterDomain + 1);
        int afterSlot = text.indexOf('.', afterBus + 1);
        int domain = hex(text, 0, afterDomain, 4);
        int bus = hex(text, afterDomain + 1, afterBus, 2);
        int slot = hex(text, afterBus + 1, afterSlot, 2);
        int function = hex(text, afterSlot + 1, text.length(), 1);
        return isWithin(domain, DOMAIN_MAX)
                        && isWithin(bus, BUS_MAX)
                        && isWithin(slot, SLOT_MAX)
                        && isWithin(function, FUNCTION_MAX)
                ? Optional.of(new PciAddress(domain, bus, slot, function))
                : Optional.empty();
    }

    /** For addresses known to be well formed. */
    public static PciAddress of(String text) {
        return parse(text)
                .orElseThrow(
                        () -> new MalformedException("expected a PCI address dddd:bb:ss.f but got " + quoted(text)));
    }

    /** All of the address in one number, ordered as addresses are. */
    public long toLong() {
        return (long) domain << 16 | (long) bus << 8 | (long) slot << 3 | function;
    }

    /** The address of {@link #toLong()}. */
    public static PciAddress ofLong(long number) {
        return new PciAddress(
                (int) (number >>> 16),
                (int) (number >>> 8) & BUS_MAX,
                (int) (number >>> 3) & SLOT_MAX,
                (int) number & FUNCTION_MAX);
    }

    @Override
    public int compareTo(PciAddress other) {
        return Long.compare(toLong(), other.toLong());
    }

    @Override
    public String toString() {
        return text(domain, bus, slot, function);
    }

    /** The value of these characters, which may be one to this many hex digits; -1 if they are not. */
    private static int hex(String text, int from, int to, int digitsMax) {
        if (to <= from || to - from > digitsMax) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            // Digits of other scripts are digits to the JDK.
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isWithin(int value, int max) {
        return value >= 0 && value <= max;
    }

    /** Every number with the zeroes that its place has; a number that is out of it with all its digits. */
    private static String text(int domain, int bus, int slot, int function) {
        StringBuilder text = new StringBuilder(12);
        appendHex(text, domain, 4).append(':');
        appendHex(text, bus, 2).append(':');
        appendHex(text, slot, 2).append('.');
        return appendHex(text, function, 1).toString();
    }

    private static StringBuilder appendHex(StringBuilder text, int value, int digitsMin) {
        String digits = Integer.toHexString(value);
        for (int i = digits.length(); i < digitsMin; i++) {
            text.append('0');
        }
        return text.append(digits);
    }
}
