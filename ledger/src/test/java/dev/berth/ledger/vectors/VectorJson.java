package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Compares JSON as vectors mean it: 16 and 16.0 are the same number. */
final class VectorJson {
    private static final Comparator<JsonNode> BY_MEANING = (left, right) -> {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    };

    private VectorJson() {}

    static void assertSame(JsonNode expected, JsonNode actual) {
        assertThat(expected.equals(BY_MEANING, actual))
                .as("expected %s but got %s", expected, actual)
                .isTrue();
    }
}
