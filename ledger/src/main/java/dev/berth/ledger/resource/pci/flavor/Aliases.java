package dev.berth.ledger.resource.pci.flavor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciFlavor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PCI aliases as nova configures them, as the flavors that they amount to, both ways. Stateless. */
public final class Aliases {
    private Aliases() {}

    /**
     * One value of the option {@code alias}.
     *
     * @param subject where it stands, for the words of an error
     * @param content what a JSON reader makes of it; right is a map
     */
    public record Definition(String subject, Object content) {}

    /**
     * Either the flavors by name or, if any definition is wrong, all errors. Several definitions of one name are the
     * alternatives of one flavor, in order.
     */
    public record Parsed(ImmutableSortedMap<String, PciFlavor> flavors, ImmutableList<AliasError> errors) {}

    public static Parsed parse(List<Definition> definitions) {
        return new AliasParser().parse(definitions);
    }

    /**
     * The definitions that amount to the flavor, one for each alternative, and nothing else that the flavor has but its
     * description. Empty if there are none, because it selects by what no alias can ask for.
     */
    public static Optional<ImmutableList<ImmutableSortedMap<String, Object>>> definitions(PciFlavor flavor) {
        ImmutableList.Builder<ImmutableSortedMap<String, Object>> built = ImmutableList.builder();
        for (PciAlternative alternative : flavor.alternatives()) {
            built.add(AliasParser.definition(flavor, alternative));
        }
        ImmutableList<ImmutableSortedMap<String, Object>> definitions = built.build();
        Parsed again = parse(definitions.stream()
                .map(definition -> new Definition(flavor.name(), definition))
                .toList());
        return means(flavor, again.flavors()) ? Optional.of(definitions) : Optional.empty();
    }

    /** Whether the flavors are this one alone, as far as devices are selected by it. */
    private static boolean means(PciFlavor flavor, Map<String, PciFlavor> flavors) {
        PciFlavor meant = flavors.get(flavor.name());
        return meant != null
                && meant.alternatives().equals(flavor.alternatives())
                && meant.policy().equals(flavor.policy());
    }
}
