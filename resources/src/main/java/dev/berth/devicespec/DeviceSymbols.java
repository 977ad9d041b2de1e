package dev.berth.devicespec;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciDevice;
import dev.berth.resource.attribute.AttributeNames;
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

    /** The letters beyond ASCII whose upper case has letters from A to Z, as nova has it from Python. */
    private static final ImmutableSortedMap<Character, String> ASCII_IN_UPPER_CASE =
            ImmutableSortedMap.<Character, String>naturalOrder()
                    .put('\u00df', "SS")
                    .put('\u0131', "I")
                    .put('\u0149', "\u02bcN")
                    .put('\u017f', "S")
                    .put('\u01f0', "J\u030c")
                    .put('\u1e96', "H\u0331")
                    .put('\u1e97', "T\u0308")
                    .put('\u1e98', "W\u030a")
                    .put('\u1e99', "Y\u030a")
                    .put('\u1e9a', "A\u02be")
                    .put('\ufb00', "FF")
                    .put('\ufb01', "FI")
                    .put('\ufb02', "FL")
                    .put('\ufb03', "FFI")
                    .put('\ufb04', "FFL")
                    .put('\ufb05', "ST")
                    .put('\ufb06', "ST")
                    .build();

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

    /**
     * The text in upper case, as far as it shows: what is not a letter from A to Z afterwards stands in no name. Which
     * letters become one of those is told here, and not by the version of Unicode that this Java has.
     */
    private static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            upper.append(ASCII_IN_UPPER_CASE.getOrDefault(c, Character.toString(Ascii.toUpperCase(c))));
        }
        return upper.toString();
    }
}
