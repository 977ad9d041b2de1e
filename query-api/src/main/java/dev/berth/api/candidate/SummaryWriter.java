package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.result.Candidates;
import dev.berth.ledger.candidate.result.ProviderCursor;
import dev.berth.ledger.forest.Tree;
import dev.berth.ledger.forest.TreeStructure;

/** Writes the provider summaries of an answer: ids and used amounts between the fragments that trees share. */
final class SummaryWriter {
    private static final byte[] ROOT = JsonBytes.ascii("\",\"root_provider_uuid\":\"");
    private static final byte[] END = JsonBytes.ascii("\"}");

    private final Candidates found;
    private final ProviderCursor providers;
    private final SummaryFragments fragments;
    private final Microversion version;
    private final boolean hasTrees;

    /** The structure of the tree before, and its fragments. */
    private TreeStructure structure;

    private SummaryFragments.Member[] members;

    SummaryWriter(Candidates found, SummaryFragments fragments, Microversion version) {
        this.found = found;
        this.providers = found.providers();
        this.fragments = fragments;
        this.version = version;
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider; false if there is none. */
    boolean next() {
        return providers.next();
    }

    /** Writes the summary of that provider. */
    void write(JsonBytes json) {
        Tree tree = providers.tree();
        if (structure != tree.structure()) {
            structure = tree.structure();
            members = fragments.of(tree, version, found.classes());
        }
        writeMember(json, tree, providers.member());
    }

    private void writeMember(JsonBytes json, Tree tree, int member) {
        int[] rows = members[member].rows();
        byte[][] texts = members[member].texts();
        int first = tree.firstRow(member);
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        for (int shown = 0; shown < rows.length; shown++) {
            int row = first + rows[shown];
            json.octets(texts[shown]).number(tree.capacity(row) - tree.free(row));
        }
        json.octets(texts[rows.length]);
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
