package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

/**
 * A class of resource, such as VCPU or CUSTOM_GOLD: capitals, digits and underscores, at most 255 of them. Whether it
 * exists is the region's to say.
 */
public record ResourceClass(String name) implements Comparable<ResourceClass> {
    public ResourceClass {
        if (!isName(name)) {
            throw new MalformedException("expected a resource class of A-Z, 0-9 and _ but got " + quoted(name));
        }
    }

    public static ResourceClass of(String name) {
        return new ResourceClass(name);
    }

    public static boolean isName(String text) {
        return SymbolNames.isName(text);
    }

    /** Custom names begin with CUSTOM_ and go on after it; the others come from the well-known lists. */
    public boolean isCustom() {
        return SymbolNames.isCustom(name);
    }

    @Override
    public int compareTo(ResourceClass other) {
        // Most are compared with themselves, as decoders keep names that they have read.
        return this == other ? 0 : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
