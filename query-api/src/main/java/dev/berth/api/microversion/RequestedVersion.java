package dev.berth.api.microversion;

import dev.berth.api.microversion.Negotiation.Agreed;
import dev.berth.api.microversion.Negotiation.Malformed;
import dev.berth.api.microversion.Negotiation.Unacceptable;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a version that was asked for by number, as loosely as Placement does: with a sign, blanks around it or zeros
 * before it.
 */
final class RequestedVersion {
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?[0-9]+\\s*");
    private static final BigInteger MAJOR = BigInteger.ONE;

    /** What nearly every client sends, letter by letter. */
    private static final Map<String, Optional<Negotiation>> USUAL = IntStream.rangeClosed(
                    Microversion.MIN.minor(), Microversion.MAX.minor())
            .mapToObj(Microversion::new)
            .collect(Collectors.toUnmodifiableMap(
                    version -> Negotiation.SERVICE + " " + version, version -> Optional.of(new Agreed(version))));

    private RequestedVersion() {}

    /** What a header means that is as nearly every client sends it; empty for all others, which have to be read. */
    static Optional<Negotiation> asUsual(String header) {
        return USUAL.getOrDefault(header, Optional.empty());
    }

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
