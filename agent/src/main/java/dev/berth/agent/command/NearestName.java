package dev.berth.agent.command;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;

/** Which of the names that are known a misspelt one may have been meant for. Stateless. */
final class NearestName {
    /** Names are short; what is longer was meant for none of them. */
    private static final int LENGTH_MAX = 64;

    private NearestName() {}

    /** The name of the fewest edits, if a third of the letters or more are right. */
    static Optional<String> of(String given, SortedSet<String> known) {
        if (given.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        return known.stream()
                .min(Comparator.comparingInt((String name) -> edits(given, name))
                        .thenComparing(name -> name))
                .filter(name -> edits(given, name) * 3 <= Math.max(given.length(), name.length()) * 2);
    }

    /** How many letters have to be put in, taken out or changed. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
