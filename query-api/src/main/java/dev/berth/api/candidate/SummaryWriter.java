package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.ledger.candidate.Candidates;
import dev.berth.ledger.candidate.ProviderCursor;
import dev.berth.ledger.forest.Layout;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what an answer tells of its providers, one at a time: their ids and what is used of them, between words that many share. Where
 * as much is used of a provider as of the one before that had the same words, its ids are all that is written anew.
 */
final class SummaryWriter {
    private static final byte[] ROOT = JsonBytes.ascii("\",\"root_provider_uuid\":\"");
    private static final byte[] END = JsonBytes.ascii("\"}");
    private static final int UUID = JsonBytes.UUID_LENGTH;

    private final ProviderCursor providers;
    private final SummaryTexts texts;
    private final boolean hasTrees;
    private final Map<Layout, Told[]> known = new HashMap<>();

    /** The tree that is told of, what is told of its members, and their ids as far as they were written. */
    private Tree tree;

    private Told[] members;
    private byte[] ids = new byte[8 * UUID];

    /** What was told of a member of a layout in the tree before. */
    private static final class Told {
        private static final byte[] NOTHING = {};

        private final SummaryTexts.Member words;
        private final long[] used;

        /** All of it as it was written; only once as much was used twice, since what always differs is not worth keeping. */
        private byte[] text = NOTHING;

        Told(SummaryTexts.Member words) {
            this.words = words;
            this.used = new long[words.rows().length];
        }

        /** Takes over what is used of a member; false if it is as it was. */
        boolean isChangedBy(Tree tree, int firstRow) {
            boolean isChanged = false;
            for (int shown = 0; shown < used.length; shown++) {
                int row = firstRow + words.rows()[shown];
                long now = tree.capacity(row) - tree.free(row);
                isChanged |= used[shown] != now;
                used[shown] = now;
            }
            return isChanged;
        }
    }

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
        Told told = members[member];
        int from = json.size();
        boolean isChanged = told.isChangedBy(tree, tree.firstRow(member));
        if (!isChanged && told.text.length > 0) {
            json.octets(told.text).uuidAt(from + 1, tree.idHigh(member), tree.idLow(member));
            writeTreeIds(json, member, from);
            return;
        }
        writeWords(json, told, member);
        if (hasTrees) {
            writeTreeIds(json, member, from);
            told.text = isChanged ? Told.NOTHING : json.since(from);
        }
    }

    private void writeWords(JsonBytes json, Told told, int member) {
        byte[][] words = told.words.texts();
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        for (int shown = 0; shown < told.used.length; shown++) {
            json.octets(words[shown]).number(told.used[shown]);
        }
        json.octets(words[told.used.length]);
        if (hasTrees) {
            if (member > 0) {
                json.room(UUID).octets(ROOT);
            }
            json.room(UUID).octets(END);
        } else {
            json.octet('}');
        }
    }

    /** Puts the ids of the parent and the root in the places that are left for them at the end of a member's text. */
    private void writeTreeIds(JsonBytes json, int member, int from) {
        int root = json.size() - END.length - UUID;
        if (member == 0) {
            json.again(root, from + 1, UUID);
        } else {
            // Parents are told of before what is below them, so that their ids are there to be copied.
            json.put(root, ids, 0, UUID);
            json.put(root - ROOT.length - UUID, ids, tree.parent(member) * UUID, UUID);
        }
        if (tree.size() > 1) {
            json.copyTo(ids, member * UUID, from + 1, UUID);
        }
    }

    private void begin(Tree next) {
        if (tree == null || tree.layout() != next.layout()) {
            members = known.computeIfAbsent(next.layout(), layout -> told(next));
        }
        tree = next;
        if (ids.length < next.size() * UUID) {
            ids = Arrays.copyOf(ids, 2 * next.size() * UUID);
        }
    }

    private Told[] told(Tree of) {
        return Arrays.stream(texts.of(of)).map(Told::new).toArray(Told[]::new);
    }
}
