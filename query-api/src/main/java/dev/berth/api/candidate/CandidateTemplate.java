package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.ledger.candidate.result.CandidateCursor;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * The text of a candidate and the offsets of the ids in it. Most candidates differ from the one before only in their
 * ids, so the text is copied and the ids are written over. Not thread-safe.
 */
final class CandidateTemplate {
    private byte[] text = new byte[0];

    /** The offsets of the ids. */
    private int[] offsets = new int[8];

    /** By id, which of the candidate's providers it belongs to. */
    private int[] providers = new int[8];

    /** By id, the offset of the same id before it; negative if there is none. */
    private int[] repeated = new int[8];

    private int ids;

    /** Forgets the text and its ids. */
    void clear() {
        text = new byte[0];
        ids = 0;
    }

    /** Notes that the id of one of the candidate's providers is at an offset of the text. */
    void add(int offset, int provider) {
        if (ids == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * ids);
            providers = Arrays.copyOf(providers, 2 * ids);
            repeated = Arrays.copyOf(repeated, 2 * ids);
        }
        repeated[ids] = -1;
        for (int before = 0; before < ids; before++) {
            repeated[ids] = providers[before] == provider ? offsets[before] : repeated[ids];
        }
        offsets[ids] = offset;
        providers[ids++] = provider;
    }

    boolean isFilled() {
        return text.length > 0;
    }

    /** Takes over a text whose ids have been noted. */
    void fill(byte[] written) {
        text = written;
    }

    /** Writes the candidate that the cursor has reached. */
    void write(JsonBytes json, CandidateCursor candidate) {
        int from = json.size();
        json.octets(text);
        for (int id = 0; id < ids; id++) {
            if (repeated[id] >= 0) {
                json.repeat(from + repeated[id], from + offsets[id], JsonBytes.UUID_LENGTH);
                continue;
            }
            Tree tree = candidate.tree(providers[id]);
            int member = candidate.member(providers[id]);
            json.uuidAt(from + offsets[id], tree.idHigh(member), tree.idLow(member));
        }
    }
}
