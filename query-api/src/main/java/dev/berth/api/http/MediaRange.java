package dev.berth.api.http;

import java.util.Locale;
import java.util.Optional;

/**
 * One entry of a header Accept.
 *
 * @param type in lower case, of which the part behind the slash or both may be an asterisk
 * @param hasParameters whether it has any but its quality
 * @param quality how much it is liked, from 0 to 1
 */
record MediaRange(String type, boolean hasParameters, double quality) {
    static final MediaRange ANYTHING = new MediaRange("*/*", false, 1);

    private static final int EXACT = 3;
    private static final int SAME_TYPE = 2;
    private static final int ANY_TYPE = 1;
    private static final int QUALITY_LENGTH_MAX = 5;

    /** The range that a text says, with blanks around its parts where they may be; empty if it says none. */
    static Optional<MediaRange> of(String text) {
        return new Reader(text).range();
    }

    /** How closely the range names the type; 0 if it does not mean it at all. */
    int specificity(String offer) {
        if (type.equals(offer)) {
            return hasParameters ? 0 : EXACT;
        }
        if (type.equals(offer.substring(0, offer.indexOf('/')) + "/*")) {
            return SAME_TYPE;
        }
        return type.equals("*/*") ? ANY_TYPE : 0;
    }

    /** Reads one text from its begin to its end. Not thread-safe. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Optional<MediaRange> range() {
            skipBlanks();
            String type = upTo("/;,=");
            if (type.isEmpty() || !take('/')) {
                return Optional.empty();
            }
            String subtype = upTo("/;,=");
            skipBlanks();
            int others = 0;
            Optional<Double> quality = Optional.empty();
            while (at < text.length()) {
                // Only the last parameter can be the quality; one before it is a parameter like any other.
                others += quality.isPresent() ? 1 : 0;
                Optional<String[]> parameter = parameter();
                if (parameter.isEmpty()) {
                    return Optional.empty();
                }
                quality = parameter.get()[0].equals("q") ? quality(parameter.get()[1]) : Optional.empty();
                others += quality.isPresent() ? 0 : 1;
            }
            return subtype.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MediaRange(
                            (type + "/" + subtype).toLowerCase(Locale.ROOT), others > 0, quality.orElse(1.0)));
        }

        /** Name and value; empty if there is something else. */
        private Optional<String[]> parameter() {
            if (!take(';')) {
                return Optional.empty();
            }
            skipBlanks();
            String name = upTo(";,=");
            skipBlanks();
            if (name.isEmpty() || !take('=')) {
                return Optional.empty();
            }
            skipBlanks();
            String value = quoted().orElseGet(() -> upTo(";,"));
            skipBlanks();
            return Optional.of(new String[] {name, value});
        }

        /** A text in quotes, if one comes here and nothing else after it. */
        private Optional<String> quoted() {
            int end = at < text.length() && text.charAt(at) == '"' ? text.indexOf('"', at + 1) : -1;
            if (end < 0) {
                return Optional.empty();
            }
            int begin = at;
            at = end + 1;
            skipBlanks();
            if (at == text.length() || text.charAt(at) == ';') {
                return Optional.of(text.substring(begin, end + 1));
            }
            at = begin;
            return Optional.empty();
        }

        /** The characters up to a blank or one of these. */
        private String upTo(String ends) {
            int begin = at;
            while (at < text.length() && !isBlank(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(begin, at);
        }

        private boolean take(char expected) {
            if (at == text.length() || text.charAt(at) != expected) {
                return false;
            }
            at++;
            return true;
        }

        private void skipBlanks() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c >= '\t' && c <= '\r';
        }
    }

    /** A quality: 0 or 1, with three digits behind the point at most, and no more than 1. */
    private static Optional<Double> quality(String text) {
        boolean hasForm = !text.isEmpty()
                && text.length() <= QUALITY_LENGTH_MAX
                && (text.charAt(0) == '0' || text.charAt(0) == '1')
                && (text.length() == 1 || text.charAt(1) == '.')
                && text.chars().skip(2).allMatch(c -> c >= '0' && c <= '9');
        return hasForm ? Optional.of(Double.parseDouble(text)).filter(quality -> quality <= 1) : Optional.empty();
    }
}
