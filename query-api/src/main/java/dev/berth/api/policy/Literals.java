package dev.berth.api.policy;

import static dev.berth.events.model.MalformedException.quoted;

import dev.berth.events.model.MalformedException;
import java.util.Optional;

/**
 * The text before the colon of a check, which is either a name or one of Python's literals: text in quotes, a whole
 * number, True, False or None.
 */
record Literals(String source) {
    /** What the literal comes to as text; empty if it is a name. */
    Optional<String> value() {
        if (source.equals("True") || source.equals("False") || source.equals("None")) {
            return Optional.of(source);
        }
        char first = source.isEmpty() ? ' ' : source.charAt(0);
        if (first == '\'' || first == '"') {
            String inner = source.length() < 2 ? "" : source.substring(1, source.length() - 1);
            if (source.length() < 2
                    || source.charAt(source.length() - 1) != first
                    || inner.indexOf(first) >= 0
                    || inner.indexOf('\\') >= 0) {
                throw unreadable();
            }
            return Optional.of(inner);
        }
        if (isNumber()) {
            return Optional.of(source);
        }
        if (!isName()) {
            throw unreadable();
        }
        return Optional.empty();
    }

    private MalformedException unreadable() {
        return new MalformedException(
                "expected a name such as project_id, text in quotes, a whole number, True, False or None before "
                        + "the colon"
                        + " but got " + quoted(source));
    }

    /** As Python writes it itself: what has zeros in front is none of its numbers. */
    private boolean isNumber() {
        String digits = source.startsWith("-") ? source.substring(1) : source;
        boolean isAllDigits = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isAllDigits && (digits.charAt(0) != '0' || source.equals("0"));
    }

    private boolean isName() {
        return !source.isEmpty()
                && (Character.isLetter(source.charAt(0)) || source.charAt(0) == '_')
                && source.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-');
    }
}
