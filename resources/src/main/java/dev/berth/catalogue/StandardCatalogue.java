package dev.berth.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The standard names of traits (os-traits) and resource classes (os-resource-classes). They exist in every region, can
 * neither be deleted nor renamed, and are part of the rules rather than of the log. Immutable; any thread may use it.
 */
public final class StandardCatalogue {
    /** What every name must start with that a region's users add themselves. */
    public static final String CUSTOM_PREFIX = "CUSTOM_";

    private static final List<String> RESOURCE_CLASSES = read("standard-resource-classes.txt");
    private static final NavigableSet<String> TRAITS =
            Collections.unmodifiableNavigableSet(new TreeSet<>(read("standard-traits.txt")));

    private StandardCatalogue() {}

    /** The standard resource classes in Placement's order: an element's index is its identifier there. */
    public static List<String> resourceClasses() {
        return RESOURCE_CLASSES;
    }

    /** The standard traits, sorted. */
    public static NavigableSet<String> traits() {
        return TRAITS;
    }

    /** Whether the name is a standard resource class. */
    public static boolean isStandardResourceClass(String name) {
        return RESOURCE_CLASSES.contains(name);
    }

    /** Whether the name is a standard trait. */
    public static boolean isStandardTrait(String name) {
        return TRAITS.contains(name);
    }

    private static List<String> read(String resource) {
        try (InputStream in = StandardCatalogue.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("expected " + resource + " beside this class, but it is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
