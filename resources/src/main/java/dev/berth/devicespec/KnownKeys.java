package dev.berth.devicespec;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import dev.berth.events.model.EditDistance;
import dev.berth.resource.attribute.AttributeNames;
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
        return isWithoutId || EditDistance.between(word, known) <= (known.length() >= LONG_WORD ? 2 : 1);
    }

    private static String plain(String key) {
        return Ascii.toLowerCase(key).replaceAll("[^a-z0-9]", "");
    }
}
