package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;

/**
 * Writes what an answer tells of its providers: their ids and what is used of them, between words that many share. Trees of which the
 * same was told lately are written as they were then.
 */
final class SummaryWriter {
    private static final byte[] ROOT = JsonBytes.ascii("\",\"root_provider_uuid\":\"");
    private static final byte[] END = JsonBytes.ascii("\"}");

    /** What is told of so many is a few kilobytes. */
    private static final int MEMBERS_AT_ONCE = 32;

    private final ProviderCursor providers;
    private final RecentTexts recent;
    private final SummaryTexts texts;
    private final boolean hasTrees;

    /** The layout of the tree before, and its words. */
    private Layout layout;

    private SummaryTexts.Member[] words;

    SummaryWriter(Candidates found, Microversion version, RecentTexts recent) {
        this.providers = found.providers();
        this.recent = recent;
        this.texts = new SummaryTexts(recent, version, found.classes());
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider; false if there is none. */
    boolean next() {
        return providers.next();
    }

    /** Writes what is told of that provider, and if its tree is small of all others in it too. */
    void write(JsonBytes json) {
        Tree tree = providers.tree();
        if (hasTrees && tree.size() <= MEMBERS_AT_ONCE) {
            writeTree(json, tree);
        } else {
            writeMember(json, tree, providers.member());
        }
    }

    /** Hosts that an answer tells of are mostly those of the answer before, and few of them have changed. */
    private void writeTree(JsonBytes json, Tree tree) {
        byte[] known = recent.of(tree);
        if (known == null) {
            int from = json.size();
            writeMember(json, tree, 0);
            for (int member = 1; member < tree.size(); member++) {
                json.octet(',');
                writeMember(json, tree, member);
            }
            recent.keep(tree, json.since(from));
        } else {
            json.octets(known);
        }
        providers.passTree();
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
