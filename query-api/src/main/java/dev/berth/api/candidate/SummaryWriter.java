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

    /** What is told of so many is a few kilobytes. */
    private static final int MEMBERS_AT_ONCE = 32;

    private final ProviderCursor providers;
    private final RecentTexts recent;
    private final SummaryTexts texts;
    private final boolean hasTrees;
    private final Map<Layout, Told> known = new HashMap<>();

    /** The tree that is told of, what was told of trees like it, and the ids of its members as text. */
    private Tree tree;

    private Told told;
    private byte[] ids = new byte[8 * UUID];

    /** What was told of the trees of a layout. */
    private static final class Told {
        private final SummaryTexts.Member[] words;

        /** By row, what was used in the tree before; nothing is yet. */
        private final long[] used;

        /** By member, all of it as it was written, once as much was used twice: what always differs is not worth keeping. */
        private final byte[][] texts;

        Told(SummaryTexts.Member[] words, int rows) {
            this.words = words;
            this.used = new long[rows];
            this.texts = new byte[words.length][];
            Arrays.fill(used, Long.MIN_VALUE);
        }

        /** Takes over what is used of a member; false if it is as it was. */
        boolean isChangedBy(Tree tree, int member) {
            boolean isChanged = false;
            int end = tree.firstRow(member + 1);
            for (int row = tree.firstRow(member); row < end; row++) {
                long now = tree.capacity(row) - tree.free(row);
                isChanged |= used[row] != now;
                used[row] = now;
            }
            return isChanged;
        }
    }

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
        Tree reached = providers.tree();
        if (hasTrees && reached.size() > 1 && reached.size() <= MEMBERS_AT_ONCE) {
            writeTree(json, reached);
            return;
        }
        if (tree != reached) {
            begin(reached);
        }
        writeMember(json, providers.member());
    }

    /** Hosts that an answer tells of are mostly those of the answer before, and few of them have changed. */
    private void writeTree(JsonBytes json, Tree reached) {
        byte[] known = recent.of(reached);
        if (known != null) {
            json.octets(known);
            providers.passTree();
            return;
        }
        int from = json.size();
        begin(reached);
        writeMember(json, 0);
        for (int member = 1; member < reached.size(); member++) {
            json.octet(',');
            writeMember(json, member);
        }
        providers.passTree();
        recent.keep(reached, json.since(from));
    }

    private void writeMember(JsonBytes json, int member) {
        int from = json.size();
        boolean isChanged = told.isChangedBy(tree, member);
        byte[] text = told.texts[member];
        if (!isChanged && text != null) {
            json.octets(text).put(from + 1, ids, member * UUID, UUID);
            writeTreeIds(json, member);
            return;
        }
        writeWords(json, member);
        if (hasTrees) {
            writeTreeIds(json, member);
            told.texts[member] = isChanged ? null : json.since(from);
        }
    }

    private void writeWords(JsonBytes json, int member) {
        SummaryTexts.Member words = told.words[member];
        int[] rows = words.rows();
        int first = tree.firstRow(member);
        json.octet('"').uuid(tree.idHigh(member), tree.idLow(member));
        for (int shown = 0; shown < rows.length; shown++) {
            json.octets(words.texts()[shown]).number(told.used[first + rows[shown]]);
        }
        json.octets(words.texts()[rows.length]);
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
    private void writeTreeIds(JsonBytes json, int member) {
        int root = json.size() - END.length - UUID;
        json.put(root, ids, 0, UUID);
        if (member > 0) {
            json.put(root - ROOT.length - UUID, ids, tree.parent(member) * UUID, UUID);
        }
    }

    private void begin(Tree next) {
        if (tree == null || tree.layout() != next.layout()) {
            told = toldOf(next);
        }
        tree = next;
        if (ids.length < next.size() * UUID) {
            ids = new byte[2 * next.size() * UUID];
        }
        for (int member = 0; member < next.size() && hasTrees; member++) {
            JsonBytes.putUuid(ids, member * UUID, next.idHigh(member), next.idLow(member));
        }
    }

    private Told toldOf(Tree next) {
        Told before = known.get(next.layout());
        if (before == null) {
            before = new Told(texts.of(next), next.firstRow(next.size()));
            known.put(next.layout(), before);
        }
        return before;
    }
}
