package dev.berth.ledger.resource.pci.flavor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.FlavorRequest;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.PciRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PCI aliases as nova configures them: flavors that stand in a file instead of in the region. Immutable.
 *
 * @param byName each alias as the flavor that it amounts to; several definitions of one name are its alternatives, in
 *     order
 */
public record Aliases(ImmutableSortedMap<String, PciFlavor> byName) {
    /** Either the aliases or, if any definition is wrong, all errors. */
    public record Parsed(Optional<Aliases> aliases, ImmutableList<AliasError> errors) {}

    /** Either the requests or, if any part of the text is wrong, all errors. */
    public record Requested(ImmutableList<PciRequest> requests, ImmutableList<AliasError> errors) {}

    /** Reads a list of definitions from what a JSON reader makes of it. */
    public static Parsed parse(List<?> definitions) {
        return new AliasParser().parse(definitions);
    }

    /**
     * Reads {@code name:count[,name:count...]}, blanks around names and counts ignored. A name that stands twice gives
     * two requests.
     *
     * @param policy overrides those of the aliases, if the instance type or the image has one
     */
    public Requested request(String text, Optional<NumaPolicy> policy) {
        List<PciRequest> requests = new ArrayList<>();
        List<AliasError> errors = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int colon = part.lastIndexOf(':');
            String name = part.substring(0, Math.max(colon, 0)).strip();
            Optional<Integer> count = count(part.substring(colon + 1).strip());
            if (!byName.containsKey(name)) {
                errors.add(new AliasError(
                        part.strip(),
                        AliasError.Code.UNKNOWN_ALIAS,
                        "expected one of " + byName.keySet() + " and a count"));
            } else if (count.isEmpty()) {
                errors.add(new AliasError(
                        part.strip(),
                        AliasError.Code.MALFORMED_REQUEST,
                        "expected a count of 0 or more after the colon"));
            } else {
                String id = "alias-" + requests.size();
                requests.add(FlavorResolution.resolve(
                                byName, new FlavorRequest(id, name, count.get(), ImmutableSortedMap.of(), policy))
                        .orElseThrow());
            }
        }
        return errors.isEmpty()
                ? new Requested(ImmutableList.copyOf(requests), ImmutableList.of())
                : new Requested(ImmutableList.of(), ImmutableList.copyOf(errors));
    }

    private static Optional<Integer> count(String text) {
        boolean isCount = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isCount ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }
}
