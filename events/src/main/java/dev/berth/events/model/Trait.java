package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

/**
 * A qualitative property of a provider, such as HW_CPU_X86_AVX2 or CUSTOM_FAST: capitals, digits and underscores, at
 * most 255 of them. Whether it exists is the region's to say.
 */
public record Trait(String name) implements Comparable<Trait> {
    public Trait {
        if (!isName(name)) {
            throw new MalformedException("expected a trait of A-Z, 0-9 and _ but got " + quoted(name));
        }
    }

    public static Trait of(String name) {
        return new Trait(name);
    }

    public static boolean isName(String text) {
        return SymbolNames.isName(text);
    }

    /** Custom names begin with CUSTOM_ and go on after it; the others come from the well-known lists. */
    public boolean isCustom() {
        return SymbolNames.isCustom(name);
    }

    @Override
    public int compareTo(Trait other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
