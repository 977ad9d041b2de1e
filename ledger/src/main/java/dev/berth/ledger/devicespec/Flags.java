package dev.berth.ledger.devicespec;

import dev.berth.events.model.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words that people write for true and false, in any case. */
final class Flags {
    private static final List<String> YES = List.of("1", "t", "true", "on", "y", "yes");
    private static final List<String> NO = List.of("0", "f", "false", "off", "n", "no");

    private Flags() {}

    /** Empty if the value is no such word. */
    static Optional<Boolean> parse(AttributeValue value) {
        String word = value.toString().strip().toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return Optional.of(true);
        }
        return NO.contains(word) ? Optional.of(false) : Optional.empty();
    }
}
