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
 * What answers tell of the providers of trees of one layout, all but their ids and what is used of them, put into words
 * once. For one answer and one thread.
 */
final class SummaryTexts {
    private final QueryTexts recent;
    private final List<ResourceClass> requested;
    private final boolean hasAllClasses;
    private final boolean hasTraits;
    private final boolean hasTrees;

    /**
     * What is told of a member.
     *
     * @param rows those of its rows that are shown, counted from its first
     * @param texts what stands before what is used of each of the rows, and after the last
     */
    record Member(int[] rows, byte[][] texts) {}

    /**
     * @param recent where the words are kept that every answer uses
     * @param requested the classes that the request names
     */
    SummaryTexts(QueryTexts recent, List<ResourceClass> requested) {
        Microversion version = recent.version();
        this.recent = recent;
        this.requested = requested;
        this.hasAllClasses = version.has(Feature.ALL_CLASSES_IN_SUMMARIES);
        this.hasTraits = version.has(Feature.CANDIDATE_TRAITS);
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** By member what is told of the trees that have the tree's layout. */
    Member[] of(Tree tree) {
        if (!hasTrees) {
            // Older answers differ by version, or by what was requested, and are asked for by few.
            return worded(tree);
        }
        Member[] members = recent.words(tree.layout());
        if (members == null) {
            members = worded(tree);
            recent.keepWords(tree.layout(), members);
        }
        return members;
    }

    private Member[] worded(Tree tree) {
        Member[] members = new Member[tree.size()];
        for (int member = 0; member < members.length; member++) {
            members[member] = worded(tree, member);
        }
        return members;
    }

    private Member worded(Tree tree, int member) {
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
        if (hasTraits) {
            text.append(tree.traits(member).stream()
                    .map(Trait::name)
                    .map(name -> "\"" + name + "\"")
                    .collect(Collectors.joining(",", ",\"traits\":[", "]")));
        }
        text.append(hasTrees ? ",\"parent_provider_uuid\":" : "");
        text.append(hasTrees && member > 0 ? "\"" : "");
        text.append(hasTrees && member == 0 ? "null,\"root_provider_uuid\":\"" : "");
        texts.add(JsonBytes.ascii(text.toString()));
        return new Member(rows.stream().mapToInt(Integer::intValue).toArray(), texts.toArray(byte[][]::new));
    }
}
