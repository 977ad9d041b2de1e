package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/** Writes what an answer tells of its providers, one at a time: their ids and what is used of them, between words that many share. */
final class SummaryWriter {
    private static final byte[] ROOT = JsonBytes.ascii("\",\"root_provider_uuid\":\"");
    private static final byte[] END = JsonBytes.ascii("\"}");

    private final ProviderCursor providers;
    private final SummaryTexts texts;
    private final boolean hasTrees;

    /** The tree that is told of, its words, and the ids of its members as far as they were written. */
    private Tree tree;

    private SummaryTexts.Member[] members;
    private byte[] ids = new byte[8 * JsonBytes.UUID_LENGTH];

    SummaryWriter(Candidates found, Microversion version, SummaryTexts texts) {
        this.providers = found.providers();
        this.texts = texts;
        this.hasTrees = version.has(Feature.NESTED_CANDIDATES);
    }

    /** Goes on to the next provider; false if there is none. */
    boolean next() {
        return providers.next();
    }

    void write(JsonBytes json) {
        int member = providers.member();
        if (tree != providers.tree()) {
            begin(providers.tree());
        }
        int from = json.size() + 1;
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        SummaryTexts.Member words = members[member];
        int first = tree.firstRow(member);
        for (int shown = 0; shown < words.rows().length; shown++) {
            int row = first + words.rows()[shown];
            json.octets(words.texts()[shown]).number(tree.capacity(row) - tree.free(row));
        }
        json.octets(words.texts()[words.rows().length]);
        if (!hasTrees) {
            json.octet('}');
            return;
        }
        if (tree.size() > 1) {
            // Parents are told of before what is below them, so that their ids are there to be copied.
            json.copyTo(ids, member * JsonBytes.UUID_LENGTH, from, JsonBytes.UUID_LENGTH);
        }
        if (member > 0) {
            writeId(json, tree.parent(member));
            json.octets(ROOT);
            writeId(json, 0);
        } else {
            json.uuid(tree.idHigh(0), tree.idLow(0));
        }
        json.octets(END);
    }

    private void begin(Tree next) {
        if (tree == null || tree.layout() != next.layout()) {
            members = texts.of(next);
        }
        tree = next;
        if (ids.length < next.size() * JsonBytes.UUID_LENGTH) {
            ids = Arrays.copyOf(ids, 2 * next.size() * JsonBytes.UUID_LENGTH);
        }
    }

    private void writeId(JsonBytes json, int member) {
        json.octets(ids, member * JsonBytes.UUID_LENGTH, JsonBytes.UUID_LENGTH);
    }
}
