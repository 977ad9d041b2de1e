package dev.berth.terminal.config;

import dev.berth.events.model.EditDistance;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;

/** Which of the names that are known a misspelt one may have been meant for. Stateless. */
public final class NearestName {
    /** Names are short; what is longer was meant for none of them. */
    private static final int LENGTH_MAX = 64;

    private NearestName() {}

    /** The name of the fewest edits, if half of the letters or more are right. */
    public static Optional<String> of(String given, SortedSet<String> known) {
        if (given.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt((String name) -> EditDistance.between(given, name))
                        .thenComparing(name -> name))
                .filter(name -> EditDistance.between(given, name) * 2 <= Math.max(given.length(), name.length()));
    }
}
