package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.ledger.candidate.result.CandidateCursor;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * A candidate as it was written, with the places in it where ids stand: most candidates differ from the one before in
 * those alone. For one thread.
 */
final class CandidateTemplate {
    private byte[] text = new byte[0];

    /** Where the ids stand, and which of the candidate's providers each belongs to. */
    private int[] places = new int[8];

    private int[] providers = new int[8];
    private int ids;

    /** Forgets the text and its ids. */
    void clear() {
        text = new byte[0];
        ids = 0;
    }

    /** Notes that the id of one of the candidate's providers stands at a place of the text. */
    void add(int place, int provider) {
        if (ids == places.length) {
            places = Arrays.copyOf(places, 2 * ids);
            providers = Arrays.copyOf(providers, 2 * ids);
        }
        places[ids] = place;
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
            Tree tree = candidate.tree(providers[id]);
            int member = candidate.member(providers[id]);
            json.uuidAt(from + places[id], tree.idHigh(member), tree.idLow(member));
        }
    }
}
