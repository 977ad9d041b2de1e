package dev.berth.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a query to Prometheus names: metrics with what they match of labels, and the labels by which it groups. It reads
 * what the queries of this project are written in, and no more of PromQL.
 */
final class PromQuery {
    private static final Set<String> WORDS = Set.of(
            "sum", "max", "min", "avg", "count", "topk", "and", "or", "unless", "bool", "offset", "group_left", "inf");

    private static final Set<String> BEFORE_LABELS = Set.of("by", "without", "on", "ignoring");

    private final String text;
    private final List<Selector> selectors = new ArrayList<>();
    private final Set<String> grouped = new TreeSet<>();
    private int at;

    /**
     * A metric as it is asked for.
     *
     * @param equal the labels that must have one value, and which
     * @param others the labels of which something else is said
     */
    record Selector(String metric, Map<String, String> equal, Set<String> others) {}

    private PromQuery(String text) {
        this.text = text;
    }

    static PromQuery of(String text) {
        PromQuery query = new PromQuery(text);
        while (query.at < text.length()) {
            query.step();
        }
        return query;
    }

    List<Selector> selectors() {
        return selectors;
    }

    Set<String> grouped() {
        return grouped;
    }

    private void step() {
        char next = text.charAt(at);
        if (next == '"') {
            string();
        } else if (next == '[') {
            at = text.indexOf(']', at) + 1;
        } else if (Character.isDigit(next)) {
            word();
        } else if (isOfName(next)) {
            named(word());
        } else {
            at++;
        }
    }

    private void named(String word) {
        space();
        if (BEFORE_LABELS.contains(word)) {
            expect('(');
            while (peek() != ')') {
                grouped.add(word());
                space();
                skip(',');
                space();
            }
        } else if (peek() != '(' && !WORDS.contains(word)) {
            selectors.add(peek() == '{' ? matched(word) : new Selector(word, Map.of(), Set.of()));
        }
    }

    private Selector matched(String metric) {
        Map<String, String> equal = new TreeMap<>();
        Set<String> others = new TreeSet<>();
        expect('{');
        space();
        while (peek() != '}') {
            String label = word();
            space();
            int begin = at;
            while (peek() != '"') {
                at++;
            }
            String operator = text.substring(begin, at).strip();
            String value = string();
            if (operator.equals("=")) {
                equal.put(label, value);
            } else {
                others.add(label);
            }
            space();
            skip(',');
            space();
        }
        expect('}');
        return new Selector(metric, equal, others);
    }

    private String string() {
        int end = text.indexOf('"', at + 1);
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String word() {
        int begin = at;
        while (isOfName(peek()) || peek() == '.' && Character.isDigit(text.charAt(begin))) {
            at++;
        }
        if (begin == at) {
            throw new IllegalStateException("expected a name at " + at + " of " + text);
        }
        return text.substring(begin, at);
    }

    private static boolean isOfName(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == ':';
    }

    /** The next character; a space at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : ' ';
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void skip(char letter) {
        if (peek() == letter) {
            at++;
        }
    }

    private void expect(char letter) {
        if (peek() != letter) {
            throw new IllegalStateException("expected " + letter + " at " + at + " of " + text);
        }
        at++;
        space();
    }
}
