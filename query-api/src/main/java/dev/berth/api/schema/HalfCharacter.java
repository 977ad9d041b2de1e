package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Finds half of a surrogate pair in the names and texts of a JSON value. JSON can say it, as {@code "\ud800"} or in
 * UTF-16, but it is no character: UTF-8 has no octets for it, so it would be kept as a question mark, and two names
 * that differ by it as one. Values are no deeper than {@link JsonText} reads them.
 */
final class HalfCharacter {
    private HalfCharacter() {}

    /** The path to the first, as Python writes it: {@code ['allocations'][0]}. Empty if there is none. */
    static Optional<String> in(JsonNode value) {
        if (value.isTextual()) {
            return isIn(value.textValue()) ? Optional.of("") : Optional.empty();
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Optional<String> rest = isIn(member.getKey()) ? Optional.of("") : in(member.getValue());
            if (rest.isPresent()) {
                return Optional.of("['" + shown(member.getKey()) + "']" + rest.get());
            }
        }
        for (int i = 0; i < (value.isArray() ? value.size() : 0); i++) {
            Optional<String> rest = in(value.get(i));
            if (rest.isPresent()) {
                return Optional.of("[" + i + "]" + rest.get());
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                // A whole pair is one code point above all that fit into one of Java's characters.
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The text with its halves as JSON writes them, so that an answer can hold it. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> shown.append(
                        Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE
                                ? "\\u%04x".formatted(c)
                                : Character.toString(c)));
        return shown.toString();
    }
}
