package dev.berth.cli.provider;

import java.util.Collection;
import java.util.TreeSet;

/** What becomes of the names that a provider has when others are given. */
enum NamesChange {
    /** Those that are given, and no others. */
    SET,
    ADD,
    REMOVE;

    TreeSet<String> apply(Collection<String> had, Collection<String> given) {
        TreeSet<String> names = new TreeSet<>(this == SET ? given : had);
        if (this == REMOVE) {
            names.removeAll(given);
        } else {
            names.addAll(given);
        }
        return names;
    }
}
