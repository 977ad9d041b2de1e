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
    private final KeptSummaries kept;
    private final Microversion version;
    private final boolean hasTrees;

    /** The structure of the tree before, and its fragments. */
    private TreeStructure structure;

    private SummaryFragments[] members;

    SummaryWriter(Candidates found, KeptSummaries kept, Microversion version) {
        this.found = found;
        this.providers = found.providers();
        this.kept = kept;
        this.version = version;
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider that was not written; false if there is none. */
    boolean next() {
        do {
            if (!providers.next()) {
                return false;
            }
        } while (providers.member() > 0 && isWrittenWhole(providers.tree()));
        return true;
    }

    /** Whether all members are written with the root: those of a small tree, in versions that show whole trees. */
    private boolean isWrittenWhole(Tree tree) {
        return hasTrees && tree.size() <= KeptSummaries.MEMBERS_MAX;
    }

    /** Writes the summary of that provider, or of its whole tree. */
    void write(JsonBytes json) {
        Tree tree = providers.tree();
        if (!isWrittenWhole(tree)) {
            writeMember(json, tree, providers.member());
            return;
        }
        byte[] summary = kept.of(tree);
        if (summary != null) {
            json.octets(summary);
            return;
        }
        int from = json.size();
        for (int member = 0; member < tree.size(); member++) {
            if (member > 0) {
                json.octet(',');
            }
            writeMember(json, tree, member);
        }
        kept.keep(tree, json.since(from));
    }

    private void writeMember(JsonBytes json, Tree tree, int member) {
        if (structure != tree.structure()) {
            structure = tree.structure();
            members = SummaryFragments.of(tree, version, found.classes());
        }
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
