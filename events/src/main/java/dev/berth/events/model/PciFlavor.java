package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * A named selection of PCI devices by attributes, made and changed by administrators while running. It lists neither
 * hosts nor addresses, and one that matches no device is valid.
 *
 * @param alternatives at least one
 * @param policy empty leaves it to the request, and then to {@link NumaPolicy#LEGACY}
 * @param generation advanced by each change
 */
public record PciFlavor(
        String name,
        ImmutableList<PciAlternative> alternatives,
        Optional<NumaPolicy> policy,
        Optional<String> description,
        long generation) {
    public static final int NAME_LENGTH_MAX = 256;

    public PciFlavor {
        Limits.requireAtMost(Limits.ALTERNATIVES_MAX, alternatives.size(), "alternatives of a PCI flavor");
        description.ifPresent(text -> Limits.requireAtMost(
                Limits.DESCRIPTION_LENGTH_MAX, text.length(), "characters of the description of a PCI flavor"));
        if (!isName(name) || alternatives.isEmpty()) {
            throw new MalformedException("expected a PCI flavor of 1 to " + NAME_LENGTH_MAX
                    + " characters with alternatives but got " + quoted(name) + " with " + alternatives.size());
        }
    }

    /** The same selection in another generation. */
    public PciFlavor withGeneration(long newGeneration) {
        return new PciFlavor(name, alternatives, policy, description, newGeneration);
    }

    public static boolean isName(String text) {
        return !text.trim().isEmpty()
                && text.length() <= NAME_LENGTH_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }
}
