package dev.berth.devicespec;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciDevice;
import dev.berth.resource.attribute.AttributeNames;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names of resource class and traits that a device's tags ask for, made acceptable to Placement the way nova
 * makes them so that both come to the same names for one device spec.
 */
final class DeviceSymbols {
    /** Set by the software that manages devices as providers, so that no other providers are taken for its own. */
    private static final String MANAGED = "COMPUTE_MANAGED_PCI_DEVICE";

    private static final String LIVE_MIGRATABLE = "HW_PCI_LIVE_MIGRATABLE";

    /** Tells operators which providers may need cleaning, as nova does. */
    private static final String ONE_TIME_USE = "HW_PCI_ONE_TIME_USE";

    private DeviceSymbols() {}

    static String resourceClass(PciDevice device) {
        Optional<String> asked = text(device, AttributeNames.RESOURCE_CLASS);
        if (asked.isEmpty()) {
            return "CUSTOM_PCI_" + upper(device.vendorId()) + "_" + upper(device.productId());
        }
        String name = upper(asked.get());
        return StandardCatalogue.isStandardResourceClass(name) || isCustom(name) ? name : custom(name);
    }

    /** The names between the commas. Blanks around a name are part of it, as in nova: {@code a, b} gives CUSTOM__B. */
    static ImmutableSortedSet<String> traits(PciDevice device) {
        TreeSet<String> traits = new TreeSet<>();
        for (String asked : text(device, AttributeNames.TRAITS).orElse("").split(",")) {
            if (!asked.isEmpty()) {
                traits.add(trait(asked));
            }
        }
        traits.add(MANAGED);
        if (isFlagged(device, AttributeNames.LIVE_MIGRATABLE)) {
            traits.add(LIVE_MIGRATABLE);
        }
        if (isFlagged(device, AttributeNames.ONE_TIME_USE)) {
            traits.add(ONE_TIME_USE);
        }
        return ImmutableSortedSet.copyOfSorted(traits);
    }

    static boolean isFlagged(PciDevice device, String tag) {
        return text(device, tag).map(AttributeValue::of).flatMap(Flags::parse).orElse(false);
    }

    static Optional<String> text(PciDevice device, String tag) {
        return text(device.tags(), tag);
    }

    /** A tag that is null or empty asks for nothing. */
    static Optional<String> text(Map<String, AttributeValue> tags, String tag) {
        return Optional.ofNullable(tags.get(tag))
                .filter(value -> value.kind() != AttributeValue.Kind.NOTHING)
                .map(AttributeValue::toString)
                .filter(text -> !text.isEmpty());
    }

    private static String trait(String asked) {
        if (StandardCatalogue.isStandardTrait(asked)) {
            return asked;
        }
        String name = upper(asked);
        return isCustom(name) ? name : custom(name);
    }

    private static boolean isCustom(String name) {
        return name.startsWith(StandardCatalogue.CUSTOM_PREFIX);
    }

    private static String custom(String name) {
        return StandardCatalogue.CUSTOM_PREFIX + name.replaceAll("[^0-9A-Z]+", "_");
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
