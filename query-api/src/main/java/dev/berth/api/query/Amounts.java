package dev.berth.api.query;

import dev.berth.api.problem.Problem;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code resources=VCPU:2,MEMORY_MB:1024}. Whether a class exists is asked later. */
public final class Amounts {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final BigInteger AMOUNT_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private Amounts() {}

    /**
     * The amounts by the names of their classes, in the order given; of a class given twice the last counts.
     *
     * @throws dev.berth.api.problem.ProblemException 400 if the text is not of that form
     */
    public static Map<String, Long> parse(String text) {
        if (text.isBlank()) {
            throw malformed("empty string");
        }
        Map<String, Long> amounts = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            String[] parts = item.split(":", -1);
            if (parts.length != 2) {
                throw malformed(item);
            }
            amounts.put(parts[0], amount(parts[0], parts[1]));
        }
        return amounts;
    }

    private static long amount(String resourceClass, String text) {
        String digits = text.strip();
        if (!INTEGER.matcher(digits).matches()) {
            throw Problem.badRequest("Requested resource " + resourceClass + " expected positive integer amount. Got: "
                            + text + ".")
                    .exception();
        }
        BigInteger amount = new BigInteger(digits.replace("_", ""));
        if (amount.signum() < 1) {
            throw Problem.badRequest(
                            "Requested resource " + resourceClass + " requires amount >= 1. Got: " + amount + ".")
                    .exception();
        }
        return amount.min(AMOUNT_MAX).longValueExact();
    }

    private static RuntimeException malformed(String got) {
        return Problem.badRequest("Badly formed resources parameter. Expected resources query string parameter in form:"
                        + " ?resources=VCPU:2,MEMORY_MB:1024. Got: " + got + ".")
                .exception();
    }
}
