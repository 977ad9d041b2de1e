package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes what an answer tells of its providers, one at a time. Many of them are of one kind: their ids and what is used of them is all
 * that differs. The rest is put into words once for each kind.
 */
final class SummaryWriter {
    private static final byte[] NULL = JsonBytes.ascii("null");
    private static final byte[] ROOT = JsonBytes.ascii(",\"root_provider_uuid\":\"");

    private final ProviderCursor providers;
    private final Set<ResourceClass> requested;
    private final boolean hasAllClasses;
    private final boolean hasTraits;
    private final boolean hasTrees;

    private final Map<Kind, Kind> kinds = new HashMap<>();

    /** The layout of the tree before, which is often that of the next as well, and the kinds of its members. */
    private Layout layout;

    private Kind[] ofLayout;

    /**
     * What providers of one kind have in common.
     *
     * @param rows those of the rows that are shown, counted from the member's first
     * @param texts what stands before what is used of each of the rows, and after the last
     */
    private record Kind(int[] traits, int[] classes, long[] capacities, int[] rows, byte[][] texts) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Kind kind
                    && Arrays.equals(traits, kind.traits)
                    && Arrays.equals(classes, kind.classes)
                    && Arrays.equals(capacities, kind.capacities);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(traits) + 31 * Arrays.hashCode(classes) + 17 * Arrays.hashCode(capacities);
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
        Kind kind = kindOf(tree, member);
        int first = tree.firstRow(member);
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        for (int shown = 0; shown < kind.rows.length; shown++) {
            int row = first + kind.rows[shown];
            json.octets(kind.texts[shown]).number(tree.capacity(row) - tree.free(row));
        }
        json.octets(kind.texts[kind.rows.length]);
        if (hasTrees) {
            if (member == 0) {
                json.octets(NULL);
            } else {
                int parent = tree.parent(member);
                json.octet('"').uuid(tree.idHigh(parent), tree.idLow(parent)).octet('"');
            }
            json.octets(ROOT).uuid(tree.idHigh(0), tree.idLow(0)).octet('"');
        }
        json.octet('}');
    }

    private Kind kindOf(Tree tree, int member) {
        if (tree.layout() != layout) {
            layout = tree.layout();
            ofLayout = new Kind[tree.size()];
        }
        if (ofLayout[member] == null) {
            ofLayout[member] = kinds.computeIfAbsent(bare(tree, member), bare -> worded(bare, tree, member));
        }
        return ofLayout[member];
    }

    /** The member's kind, not yet put into words. */
    private static Kind bare(Tree tree, int member) {
        int from = tree.firstRow(member);
        int size = tree.firstRow(member + 1) - from;
        Kind kind = new Kind(tree.traitNumbers(member), new int[size], new long[size], new int[0], new byte[0][]);
        for (int row = 0; row < size; row++) {
            kind.classes[row] = tree.classNumber(from + row);
            kind.capacities[row] = tree.capacity(from + row);
        }
        return kind;
    }

    private Kind worded(Kind bare, Tree tree, int member) {
        List<byte[]> texts = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder("\":{\"resources\":{");
        int row = 0;
        for (ResourceClass name : tree.inventories(member).keySet()) {
            if (hasAllClasses || requested.contains(name)) {
                text.append(rows.isEmpty() ? "\"" : "},\"")
                        .append(name)
                        .append("\":{\"capacity\":")
                        .append(bare.capacities[row])
                        .append(",\"used\":");
                texts.add(JsonBytes.ascii(text.toString()));
                text.setLength(0);
                rows.add(row);
            }
            row++;
        }
        text.append(rows.isEmpty() ? "}" : "}}");
        if (hasTraits) {
            text.append(tree.traits(member).stream()
                    .map(Trait::name)
                    .map(name -> "\"" + name + "\"")
                    .collect(Collectors.joining(",", ",\"traits\":[", "]")));
        }
        text.append(hasTrees ? ",\"parent_provider_uuid\":" : "");
        texts.add(JsonBytes.ascii(text.toString()));
        return new Kind(
                bare.traits,
                bare.classes,
                bare.capacities,
                rows.stream().mapToInt(Integer::intValue).toArray(),
                texts.toArray(byte[][]::new));
    }
}
