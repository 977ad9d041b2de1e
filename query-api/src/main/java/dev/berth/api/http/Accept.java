package dev.berth.api.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a client said of the content it takes: the header Accept, read as RFC 7231 has it. A header that is none of its
 * form accepts everything. Immutable.
 */
final class Accept {
    /** Nearly every client sends one of these, or nothing. */
    private static final Accept JSON = read(Answer.JSON);

    private static final Accept EVERYTHING = read("*/*");

    private final String text;
    private final List<MediaRange> ranges;

    private Accept(String text, List<MediaRange> ranges) {
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
        List<MediaRange> ranges = new ArrayList<>();
        for (String part : text.split(",")) {
            Optional<MediaRange> range = MediaRange.of(part);
            if (range.isPresent()) {
                ranges.add(range.get());
            } else if (!part.isBlank()) {
                return new Accept(text, List.of(MediaRange.ANYTHING));
            }
        }
        return new Accept(text, ranges);
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
        for (MediaRange range : ranges) {
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
