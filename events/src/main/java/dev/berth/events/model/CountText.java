package dev.berth.events.model;

import java.util.Locale;

/** Numbers with the nouns that they count, such as {@code 1 host} and {@code 2,000 hosts}. Stateless. */
public final class CountText {
    private CountText() {}

    /**
     * A number and its noun in singular or plural.
     *
     * @param one the noun of one; several have an s behind it
     */
    public static String of(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s", number, noun(number, one));
    }

    /** The noun alone, where the number stands elsewhere. */
    public static String noun(long number, String one) {
        return number == 1 ? one : one + "s";
    }
}
