package dev.berth.ledger.state;

import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import io.vavr.collection.TreeMap;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * The resource classes and traits that a region knows: the well-known ones, and the custom ones that were made in it.
 * Immutable.
 *
 * @param customClasses when each was made, milliseconds since the epoch
 * @param customTraits when each was made, milliseconds since the epoch
 */
public record Catalogue(TreeMap<ResourceClass, Long> customClasses, TreeMap<Trait, Long> customTraits) {
    static final Catalogue STANDARD = new Catalogue(TreeMap.empty(), TreeMap.empty());

    boolean knows(ResourceClass resourceClass) {
        return StandardCatalogue.isStandardResourceClass(resourceClass.name())
                || customClasses.containsKey(resourceClass);
    }

    boolean knows(Trait trait) {
        return StandardCatalogue.isStandardTrait(trait.name()) || customTraits.containsKey(trait);
    }

    /** When a custom trait was made; empty for a well-known one. */
    public OptionalLong createdAtMs(Trait trait) {
        return optional(customTraits.getOrElse(trait, null));
    }

    /** When a custom resource class was made; empty for a well-known one. */
    public OptionalLong createdAtMs(ResourceClass resourceClass) {
        return optional(customClasses.getOrElse(resourceClass, null));
    }

    Catalogue with(ResourceClass resourceClass, long createdAtMs) {
        return new Catalogue(customClasses.put(resourceClass, createdAtMs), customTraits);
    }

    Catalogue without(ResourceClass resourceClass) {
        return new Catalogue(customClasses.remove(resourceClass), customTraits);
    }

    Catalogue with(Trait trait, long createdAtMs) {
        return new Catalogue(customClasses, customTraits.put(trait, createdAtMs));
    }

    Catalogue without(Trait trait) {
        return new Catalogue(customClasses, customTraits.remove(trait));
    }

    /**
     * The order of Placement's numbers for classes: the standard ones as its library lists them, then the custom ones
     * as they were made, by name if in the same millisecond.
     */
    public Comparator<ResourceClass> byId() {
        List<String> standard = StandardCatalogue.resourceClasses();
        return Comparator.<ResourceClass>comparingLong(c -> c.isCustom() ? standard.size() : standard.indexOf(c.name()))
                .thenComparing(c -> customClasses.getOrElse(c, 0L))
                .thenComparing(Comparator.naturalOrder());
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
