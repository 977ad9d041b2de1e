package dev.berth.cli.allocation;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * Amounts of one provider: {@code PROVIDER=CLASS:N,CLASS:N}.
 *
 * @param provider its UUID or its name
 */
record NamedAmounts(String provider, Map<String, Long> amounts) {
    private static final Pattern AMOUNT = Pattern.compile("([A-Z0-9_]{1,255}):([1-9][0-9]{0,9})");

    /** @throws TypeConversionException if it has another form */
    static NamedAmounts of(String text) {
        // A name may have an equals sign of its own, amounts have none.
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw wrong(text);
        }
        Map<String, Long> amounts = new TreeMap<>();
        for (String amount : text.substring(equals + 1).split(",", -1)) {
            Matcher matcher = AMOUNT.matcher(amount);
            if (!matcher.matches() || amounts.put(matcher.group(1), Long.valueOf(matcher.group(2))) != null) {
                throw wrong(text);
            }
        }
        return new NamedAmounts(text.substring(0, equals), amounts);
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "expected PROVIDER=CLASS:N,.. with each class once and amounts from 1, such as node1=VCPU:2,"
                        + "MEMORY_MB:2048, but got '" + text + "'");
    }
}
