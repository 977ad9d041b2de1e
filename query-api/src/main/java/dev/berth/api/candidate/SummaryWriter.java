package dev.berth.api.candidate;

import dev.berth.api.candidate.TextTable.Kept;
import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.candidate.TreeRun;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;

/**
 * Writes what an answer tells of its providers: their ids and what is used of them, between words that many share.
 * Trees of which the same was told lately are written as they were then.
 */
final class SummaryWriter {
    private static final byte[] ROOT = JsonBytes.ascii("\",\"root_provider_uuid\":\"");
    private static final byte[] END = JsonBytes.ascii("\"}");

    private final ProviderCursor providers;
    private final QueryTexts recent;
    private final SummaryTexts texts;
    private final boolean hasTrees;

    /** The layout of the tree before, and its words. */
    private Layout layout;

    private SummaryTexts.Member[] words;

    SummaryWriter(Candidates found, QueryTexts recent) {
        this.providers = found.providers();
        this.recent = recent;
        this.texts = new SummaryTexts(recent, found.classes());
        this.hasTrees = recent.version().has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider; false if there is none. */
    boolean next() {
        return providers.next();
    }

    /**
     * Writes what is told of that provider, and if its tree is small of all others in it, and perhaps in trees after
     * it.
     */
    void write(JsonBytes json) {
        if (!isSmall(providers.tree())) {
            writeMember(json, providers.tree(), providers.member());
            return;
        }
        Kept<TreeRun> known = recent.trees(providers);
        if (known == null) {
            writeRun(json);
        } else {
            json.octets(known.text());
            providers.passTrees(known.source().size() - 1);
        }
    }

    private boolean isSmall(Tree tree) {
        return hasTrees && tree.size() <= TreeRun.MEMBERS_MOST;
    }

    private void writeRun(JsonBytes json) {
        int from = json.size();
        writeTree(json, providers.tree());
        int trees = 1;
        while (providers.hasTree(trees)
                && isSmall(providers.tree(trees))
                && !QueryTexts.isRunOver(json.size() - from, providers.tree(trees - 1), providers.tree(trees))) {
            json.octet(',');
            writeTree(json, providers.tree(trees++));
        }
        recent.keepTrees(providers, trees, json, from);
        providers.passTrees(trees - 1);
    }

    private void writeTree(JsonBytes json, Tree tree) {
        writeMember(json, tree, 0);
        for (int member = 1; member < tree.size(); member++) {
            json.octet(',');
            writeMember(json, tree, member);
        }
    }

    private void writeMember(JsonBytes json, Tree tree, int member) {
        if (layout != tree.layout()) {
            layout = tree.layout();
            words = texts.of(tree);
        }
        SummaryTexts.Member told = words[member];
        int[] rows = told.rows();
        int first = tree.firstRow(member);
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        for (int shown = 0; shown < rows.length; shown++) {
            int row = first + rows[shown];
            json.octets(told.texts()[shown]).number(tree.capacity(row) - tree.free(row));
        }
        json.octets(told.texts()[rows.length]);
        if (!hasTrees) {
            json.octet('}');
            return;
        }
        if (member > 0) {
            int parent = tree.parent(member);
            json.uuid(tree.idHigh(parent), tree.idLow(parent)).octets(ROOT);
        }
        json.uuid(tree.idHigh(0), tree.idLow(0)).octets(END);
    }
}
