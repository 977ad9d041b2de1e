package dev.berth.api.candidate;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes what an answer tells of its providers, one at a time. What many of them have in common, the names of classes and lists of
 * traits, is put into words once.
 */
final class SummaryWriter {
    private static final byte[] RESOURCES = JsonBytes.ascii("\":{\"resources\":{");
    private static final byte[] USED = JsonBytes.ascii(",\"used\":");
    private static final byte[] PARENT = JsonBytes.ascii(",\"parent_provider_uuid\":");
    private static final byte[] NULL = JsonBytes.ascii("null");
    private static final byte[] ROOT = JsonBytes.ascii(",\"root_provider_uuid\":\"");

    private final ProviderCursor providers;
    private final Set<ResourceClass> requested;
    private final boolean hasAllClasses;
    private final boolean hasTraits;
    private final boolean hasTrees;

    /** By the number of the class; empty for one that is not shown. */
    private byte[][] classNames = new byte[0][];

    private final Map<Traits, byte[]> traitLists = new HashMap<>();

    /** The numbers of some traits, compared by content. */
    private record Traits(int[] numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Traits traits && Arrays.equals(numbers, traits.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    /**
     * @param requested the classes that the request names
     */
    SummaryWriter(Candidates found, Microversion version, Collection<ResourceClass> requested) {
        this.providers = found.providers();
        this.requested = new TreeSet<>(requested);
        this.hasAllClasses = version.has(Feature.ALL_CLASSES_IN_SUMMARIES);
        this.hasTraits = version.has(Feature.CANDIDATE_TRAITS);
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider; false if there is none. */
    boolean next() {
        return providers.next();
    }

    void write(JsonBytes json) {
        Tree tree = providers.tree();
        int member = providers.member();
        json.octet('"').uuid(tree.id(member).value()).octets(RESOURCES);
        boolean isFirst = true;
        for (int row = tree.firstRow(member); row < tree.firstRow(member + 1); row++) {
            byte[] name = className(tree, member, row);
            if (name.length > 0) {
                if (!isFirst) {
                    json.octet(',');
                }
                isFirst = false;
                long capacity = tree.capacity(row);
                json.octets(name)
                        .number(capacity)
                        .octets(USED)
                        .number(capacity - tree.free(row))
                        .octet('}');
            }
        }
        json.octet('}');
        if (hasTraits) {
            json.octets(traitLists.computeIfAbsent(
                    new Traits(tree.traitNumbers(member)), numbers -> traitList(tree.traits(member))));
        }
        if (hasTrees) {
            writePlace(json, tree, member);
        }
        json.octet('}');
    }

    private static void writePlace(JsonBytes json, Tree tree, int member) {
        json.octets(PARENT);
        if (member == 0) {
            json.octets(NULL);
        } else {
            json.octet('"').uuid(tree.id(tree.parent(member)).value()).octet('"');
        }
        json.octets(ROOT).uuid(tree.root().value()).octet('"');
    }

    private byte[] className(Tree tree, int member, int row) {
        int number = tree.classNumber(row);
        if (number >= classNames.length) {
            classNames = Arrays.copyOf(classNames, number + 1);
        }
        if (classNames[number] == null) {
            ResourceClass name = tree.inventories(member).keySet().asList().get(row - tree.firstRow(member));
            classNames[number] =
                    JsonBytes.ascii(hasAllClasses || requested.contains(name) ? "\"" + name + "\":{\"capacity\":" : "");
        }
        return classNames[number];
    }

    private static byte[] traitList(ImmutableSortedSet<Trait> traits) {
        return JsonBytes.ascii(traits.stream()
                .map(trait -> "\"" + trait.name() + "\"")
                .collect(Collectors.joining(",", ",\"traits\":[", "]")));
    }
}
