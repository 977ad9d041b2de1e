package dev.berth.api.microversion;

import dev.berth.api.microversion.Negotiation.Agreed;
import dev.berth.api.microversion.Negotiation.Malformed;
import dev.berth.api.microversion.Negotiation.Unacceptable;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a version that was asked for by number, as loosely as Placement does: with a sign, blanks around it or zeros before it. */
final class RequestedVersion {
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9]+\\s*");
    private static final BigInteger MAJOR = BigInteger.ONE;

    private RequestedVersion() {}

    static Negotiation read(String text) {
        String[] parts = text.split("\\.", 2);
        for (String part : parts) {
            if (!NUMBER.matcher(part).matches()) {
                return malformed(text, "invalid literal for int() with base 10: '" + part + "'");
            }
        }
        if (parts.length < 2) {
            return malformed(text, "Version.__new__() missing 1 required positional argument: 'minor'");
        }
        Optional<Microversion> served = Optional.of(number(parts[1]))
                .filter(minor -> number(parts[0]).equals(MAJOR) && isServed(minor))
                .map(minor -> new Microversion(minor.intValueExact()));
        return served.isPresent() ? new Agreed(served.get()) : new Unacceptable(text);
    }

    private static boolean isServed(BigInteger minor) {
        return minor.signum() >= 0 && minor.compareTo(BigInteger.valueOf(Microversion.MAX.minor())) <= 0;
    }

    private static BigInteger number(String text) {
        return new BigInteger(text.strip());
    }

    private static Malformed malformed(String text, String why) {
        return new Malformed("invalid version string: " + text + "; " + why);
    }
}
