package dev.berth.api.handler;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads numbers that a schema found to be whole but did not bound. */
final class WholeNumber {
    private WholeNumber() {}

    /** The number; one that is too large or too small to be kept counts as the largest or smallest that can. */
    static long of(JsonNode number) {
        if (number.canConvertToLong()) {
            return number.longValue();
        }
        return number.decimalValue().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
