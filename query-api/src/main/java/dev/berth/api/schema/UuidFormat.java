package dev.berth.api.schema;

import com.google.common.base.CharMatcher;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What Placement takes for a UUID: 32 hexadecimal digits, with dashes anywhere or nowhere, perhaps in braces or after
 * {@code urn:uuid:}.
 */
public final class UuidFormat implements Format {
    private static final int DIGITS = 32;
    private static final CharMatcher HEX = CharMatcher.inRange('0', '9').or(CharMatcher.inRange('a', 'f'));

    @Override
    public String getName() {
        return "uuid";
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
        return parse(value).isPresent();
    }

    /** The UUID that a text means, if any. */
    public static Optional<UUID> parse(String text) {
        String stripped = text.replace("urn:", "").replace("uuid:", "");
        stripped = stripBraces(stripped).replace("-", "").toLowerCase(Locale.ROOT);
        if (stripped.length() != DIGITS || !HEX.matchesAllOf(stripped)) {
            return Optional.empty();
        }
        return Optional.of(new UUID(
                Long.parseUnsignedLong(stripped, 0, 16, 16), Long.parseUnsignedLong(stripped, 16, DIGITS, 16)));
    }

    private static String stripBraces(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBrace(text.charAt(start))) {
            start++;
        }
        while (end > start && isBrace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBrace(char c) {
        return c == '{' || c == '}';
    }
}
