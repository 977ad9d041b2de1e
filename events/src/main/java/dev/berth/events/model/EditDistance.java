package dev.berth.events.model;

/**
 * How many typing errors lie between two words, so that a misspelt name is answered with the name that was meant. It
 * takes time and memory by the product of both lengths: bound them before. Any thread.
 */
public final class EditDistance {
    private EditDistance() {}

    /** The fewest letters that are left out, added, replaced, or swapped with their neighbour. */
    public static int between(String word, String other) {
        int[][] fewest = new int[word.length() + 1][other.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    fewest[i][j] = i + j;
                    continue;
                }
                int isOther = word.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                fewest[i][j] =
                        Math.min(fewest[i - 1][j - 1] + isOther, 1 + Math.min(fewest[i - 1][j], fewest[i][j - 1]));
                if (i > 1
                        && j > 1
                        && word.charAt(i - 1) == other.charAt(j - 2)
                        && word.charAt(i - 2) == other.charAt(j - 1)) {
                    fewest[i][j] = Math.min(fewest[i][j], fewest[i - 2][j - 2] + 1);
                }
            }
        }
        return fewest[word.length()][other.length()];
    }
}
