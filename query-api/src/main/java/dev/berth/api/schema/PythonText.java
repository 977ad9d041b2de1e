package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes JSON values as Python shows them, because Placement's messages quote values so and clients match on them:
 * single quotes, {@code None}, {@code True}, keys sorted.
 */
final class PythonText {
    /**
     * What a schema file says to people and tools; Placement's schemas have none of it, so its messages do not either.
     */
    private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "$comment", "title", "description");

    private PythonText() {}

    static String of(JsonNode value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2);
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        text.append(quote);
        value.codePoints().forEach(c -> appendCharacter(text, c, quote));
        return text.append(quote).toString();
    }

    private static void append(StringBuilder text, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT:
                appendObject(text, value);
                return;
            case ARRAY:
                appendArray(text, value);
                return;
            case STRING:
                text.append(quoted(value.textValue()));
                return;
            case BOOLEAN:
                text.append(value.booleanValue() ? "True" : "False");
                return;
            case NULL:
                text.append("None");
                return;
            case NUMBER:
                text.append(value.isIntegralNumber() ? value.asText() : decimal(value.doubleValue()));
                return;
            default:
                text.append(value.asText());
        }
    }

    /** As Python's repr: plain digits from 1e-4 to 1e16, an exponent of two digits or more beyond. */
    private static String decimal(double value) {
        String digits = Double.toString(value);
        int exponentAt = digits.indexOf('E');
        if (exponentAt < 0) {
            return digits;
        }
        int exponent = Integer.parseInt(digits.substring(exponentAt + 1));
        if (exponent >= -4 && exponent < 16) {
            String plain = new BigDecimal(digits).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.substring(0, exponentAt).replaceFirst("\\.0$", "");
        return mantissa + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static void appendObject(StringBuilder text, JsonNode value) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        value.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        sorted.keySet().removeAll(ANNOTATIONS);
        text.append('{');
        String separator = "";
        for (var property : sorted.entrySet()) {
            text.append(separator).append(quoted(property.getKey())).append(": ");
            append(text, property.getValue());
            separator = ", ";
        }
        text.append('}');
    }

    private static void appendArray(StringBuilder text, JsonNode value) {
        text.append('[');
        for (Iterator<JsonNode> elements = value.elements(); elements.hasNext(); ) {
            append(text, elements.next());
            if (elements.hasNext()) {
                text.append(", ");
            }
        }
        text.append(']');
    }

    private static void appendCharacter(StringBuilder text, int c, char quote) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '\\' -> text.append("\\\\");
            default -> {
                if (c == quote) {
                    text.append('\\').append(quote);
                } else if (c < ' ' || c == 0x7f) {
                    text.append(String.format("\\x%02x", c));
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }
}
