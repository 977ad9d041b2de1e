package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.forest.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The JSON of one member's summary that all trees of one structure have in common: everything but ids and what is used.
 *
 * @param rows those of the member's rows that are shown, counted from its first
 * @param texts what comes before the used amount of each of the rows, and after the last
 */
record SummaryFragments(int[] rows, byte[][] texts) {
    /**
     * The fragments by member for all trees of the tree's structure.
     *
     * @param requested the classes that the request names; older versions show no others
     */
    static SummaryFragments[] of(Tree tree, Microversion version, List<ResourceClass> requested) {
        SummaryFragments[] members = new SummaryFragments[tree.size()];
        for (int member = 0; member < members.length; member++) {
            members[member] = of(tree, member, version, requested);
        }
        return members;
    }

    private static SummaryFragments of(Tree tree, int member, Microversion version, List<ResourceClass> requested) {
        boolean hasAllClasses = version.has(Feature.ALL_CLASSES_IN_SUMMARIES);
        boolean hasTrees = version.has(Feature.NESTED_CANDIDATES);
        List<byte[]> texts = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder("\":{\"resources\":{");
        int row = 0;
        for (ResourceClass name : tree.inventories(member).keySet()) {
            if (hasAllClasses || requested.contains(name)) {
                text.append(rows.isEmpty() ? "\"" : "},\"")
                        .append(name)
                        .append("\":{\"capacity\":")
                        .append(tree.capacity(tree.firstRow(member) + row))
                        .append(",\"used\":");
                texts.add(JsonBytes.ascii(text.toString()));
                text.setLength(0);
                rows.add(row);
            }
            row++;
        }
        text.append(rows.isEmpty() ? "}" : "}}");
        if (version.has(Feature.CANDIDATE_TRAITS)) {
            text.append(tree.traits(member).stream()
                    .map(Trait::name)
                    .map(name -> "\"" + name + "\"")
                    .collect(Collectors.joining(",", ",\"traits\":[", "]")));
        }
        text.append(hasTrees ? ",\"parent_provider_uuid\":" : "");
        text.append(hasTrees && member > 0 ? "\"" : "");
        text.append(hasTrees && member == 0 ? "null,\"root_provider_uuid\":\"" : "");
        texts.add(JsonBytes.ascii(text.toString()));
        return new SummaryFragments(rows.stream().mapToInt(Integer::intValue).toArray(), texts.toArray(byte[][]::new));
    }
}
