package dev.berth.api.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client said of the content it takes: the header Accept, read as RFC 7231 has it. A header that is none of its
 * form accepts everything. Immutable.
 */
final class Accept {
    private static final Pattern RANGE = Pattern.compile(
            "\\s*([^\\s/;,=]+/[^\\s/;,=]+)\\s*((?:;\\s*[^\\s;,=]+\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]*)\\s*)*)");
    private static final Pattern QUALITY = Pattern.compile(";\\s*q\\s*=\\s*(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)\\s*$");
    private static final int EXACT = 3;
    private static final int SAME_TYPE = 2;
    private static final int ANYTHING = 1;

    /** Nearly every client sends one of these, or nothing. */
    private static final Accept JSON = read(Answer.JSON);

    private static final Accept EVERYTHING = read("*/*");

    private final String text;
    private final List<Range> ranges;

    private record Range(String type, boolean hasParameters, double quality) {
        /** How closely the range names the type; 0 if it does not mean it at all. */
        int specificity(String offer) {
            if (type.equals(offer)) {
                return hasParameters ? 0 : EXACT;
            }
            if (type.equals(offer.substring(0, offer.indexOf('/')) + "/*")) {
                return SAME_TYPE;
            }
            return type.equals("*/*") ? ANYTHING : 0;
        }
    }

    private Accept(String text, List<Range> ranges) {
        this.text = text;
        this.ranges = ranges;
    }

    /** Without a header, or with an empty one, JSON is meant. */
    static Accept of(Optional<String> header) {
        String text = header.filter(value -> !value.isEmpty()).orElse(Answer.JSON);
        if (text.equals(JSON.text)) {
            return JSON;
        }
        return text.equals(EVERYTHING.text) ? EVERYTHING : read(text);
    }

    private static Accept read(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                ranges.add(range(range.group(1), range.group(2)));
            } else if (!part.isBlank()) {
                return new Accept(text, List.of(new Range("*/*", false, 1)));
            }
        }
        return new Accept(text, ranges);
    }

    private static Range range(String type, String parameters) {
        Matcher quality = QUALITY.matcher(parameters);
        boolean hasQuality = quality.find();
        String rest = hasQuality ? parameters.substring(0, quality.start()) : parameters;
        return new Range(
                type.toLowerCase(Locale.ROOT), !rest.isBlank(), hasQuality ? Double.parseDouble(quality.group(1)) : 1);
    }

    /** The one of the types that the client likes best, of several the first; empty if it takes none. */
    Optional<String> preferred(String... offers) {
        // max keeps the last of equals, so the offers are looked at from the end.
        List<String> fromLast = new ArrayList<>(Arrays.asList(offers));
        java.util.Collections.reverse(fromLast);
        return fromLast.stream().filter(offer -> quality(offer) > 0).max(Comparator.comparingDouble(this::quality));
    }

    boolean takes(String offer) {
        return quality(offer) > 0;
    }

    /** Whether the client takes one type and would rather have it than the other. */
    boolean prefers(String offer, String other) {
        return quality(offer) > quality(other);
    }

    /** Of several ranges that mean a type the closest counts. */
    private double quality(String offer) {
        double quality = 0;
        int closest = 0;
        for (Range range : ranges) {
            int specificity = range.specificity(offer);
            if (specificity > closest) {
                closest = specificity;
                quality = range.quality();
            }
        }
        return quality;
    }

    /** The header as it was sent. */
    @Override
    public String toString() {
        return text;
    }
}
