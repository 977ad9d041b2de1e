package dev.berth.devicespec;

import dev.berth.events.model.AttributeValue;
import dev.berth.resource.attribute.AttributeMatch;
import java.util.Optional;

/** Tags that are true or false, whatever JSON they are written in. */
final class Flags {
    private Flags() {}

    /** Empty if the value is no word for either. */
    static Optional<Boolean> parse(AttributeValue value) {
        AttributeValue word = AttributeValue.of(value.toString().trim());
        if (AttributeMatch.isTrue(word)) {
            return Optional.of(true);
        }
        return AttributeMatch.isFalse(word) ? Optional.of(false) : Optional.empty();
    }
}
