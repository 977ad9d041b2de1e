package dev.berth.api.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Whether a JSON value is what a case expects: equal, but for what the case leaves open. */
final class JsonExpectation {
    private static final String OTHERS = "...";

    private JsonExpectation() {}

    /** Where and how the value differs, if it does. */
    static Optional<String> difference(JsonNode expected, JsonNode actual, String path) {
        if (expected.isObject() && actual.isObject()) {
            return objectDifference(expected, actual, path);
        }
        if (expected.isArray() && actual.isArray()) {
            return arrayDifference(expected, actual, path);
        }
        if (expected.isTextual() && expected.textValue().startsWith("~")) {
            boolean matches = actual.asText().matches(expected.textValue().substring(1));
            return matches ? Optional.empty() : told(expected, actual, path);
        }
        boolean isEqual = expected.isNumber() && actual.isNumber()
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
        return isEqual ? Optional.empty() : told(expected, actual, path);
    }

    private static Optional<String> objectDifference(JsonNode expected, JsonNode actual, String path) {
        Set<String> names = new HashSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        boolean mayHaveMore = names.remove(OTHERS);
        for (String name : names) {
            if (!actual.has(name)) {
                return Optional.of(path + ": expected " + name + " but got " + actual);
            }
            Optional<String> difference = difference(expected.get(name), actual.get(name), path + "." + name);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return mayHaveMore || names.size() == actual.size() ? Optional.empty() : told(expected, actual, path);
    }

    private static Optional<String> arrayDifference(JsonNode expected, JsonNode actual, String path) {
        if (expected.size() != actual.size()) {
            return told(expected, actual, path);
        }
        for (int i = 0; i < expected.size(); i++) {
            Optional<String> difference = difference(expected.get(i), actual.get(i), path + "[" + i + "]");
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> told(JsonNode expected, JsonNode actual, String path) {
        return Optional.of(path + ": expected " + expected + " but got " + actual);
    }
}
