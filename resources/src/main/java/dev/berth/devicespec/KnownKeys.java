package dev.berth.devicespec;

import com.google.common.collect.ImmutableList;
import dev.berth.resource.attribute.AttributeNames;
import java.util.Locale;
import java.util.Optional;

/**
 * The keys of a device spec's entry that mean something. Any other key is a free tag, so a misspelt one is no error,
 * but it does not do what its writer wanted.
 */
final class KnownKeys {
    static final ImmutableList<String> SELECTORS = ImmutableList.of("vendor_id", "product_id", "address", "devname");

    private static final ImmutableList<String> ALL = ImmutableList.<String>builder()
            .addAll(SELECTORS)
            .add(AttributeNames.PHYSICAL_NETWORK)
            .add(AttributeNames.REMOTE_MANAGED)
            .add(AttributeNames.RESOURCE_CLASS)
            .add(AttributeNames.TRAITS)
            .addAll(DeviceTag.FLAGS)
            .build();

    /** Nothing longer than this is a known key with a slip in it. */
    private static final int LENGTH_MAX = 32;

    /** In a long word two slips still leave it recognizable, in a short one they make another word. */
    private static final int LONG_WORD = 9;

    private KnownKeys() {}

    /** The known key that a free tag was probably meant to be. */
    static Optional<String> meantBy(String tag) {
        if (ALL.contains(tag) || tag.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String word = plain(tag);
        return ALL.stream().filter(known -> isMeant(word, plain(known))).findFirst();
    }

    private static boolean isMeant(String word, String known) {
        boolean isWithoutId = known.equals(word + "id");
        return isWithoutId || slips(word, known) <= (known.length() >= LONG_WORD ? 2 : 1);
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** How many letters were left out, added, replaced, or swapped with their neighbour. */
    private static int slips(String word, String known) {
        int[][] least = new int[word.length() + 1][known.length() + 1];
        for (int i = 0; i <= word.length(); i++) {
            for (int j = 0; j <= known.length(); j++) {
                if (i == 0 || j == 0) {
                    least[i][j] = i + j;
                    continue;
                }
                int isOther = word.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1;
                least[i][j] = Math.min(least[i - 1][j - 1] + isOther, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && word.charAt(i - 1) == known.charAt(j - 2)
                        && word.charAt(i - 2) == known.charAt(j - 1)) {
                    least[i][j] = Math.min(least[i][j], least[i - 2][j - 2] + 1);
                }
            }
        }
        return least[word.length()][known.length()];
    }
}
