package dev.berth.api.candidate;

import dev.berth.api.http.JsonBytes;
import dev.berth.ledger.candidate.result.CandidateCursor;
import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/**
 * A candidate as it was written, with places in it for the ids of its providers: most candidates differ from the one
 * before in those alone. For one thread.
 */
final class CandidateTemplate {
    private byte[] text = new byte[0];

    /**
     * Where ids stand that stand nowhere before, of which of the candidate's providers each, and which member of its
     * tree that was.
     */
    private int[] places = new int[8];

    private int[] providers = new int[8];
    private int[] members = new int[8];
    private int size;

    /** Where ids stand once more, and where before. */
    private int[] copies = new int[8];

    private int[] origins = new int[8];
    private int copied;

    /** Forgets the text and its ids. */
    void clear() {
        text = new byte[0];
        size = 0;
        copied = 0;
    }

    /** Notes that the id of one of the candidate's providers stands at a place of the text. */
    void add(int place, int provider) {
        for (int known = 0; known < size; known++) {
            if (providers[known] == provider) {
                addCopy(place, places[known]);
                return;
            }
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            providers = Arrays.copyOf(providers, 2 * size);
            members = Arrays.copyOf(members, 2 * size);
        }
        places[size] = place;
        providers[size++] = provider;
    }

    private void addCopy(int place, int origin) {
        if (copied == copies.length) {
            copies = Arrays.copyOf(copies, 2 * copied);
            origins = Arrays.copyOf(origins, 2 * copied);
        }
        copies[copied] = place;
        origins[copied++] = origin;
    }

    boolean isFilled() {
        return text.length > 0;
    }

    /** Takes over the text of the candidate that was reached, whose ids have been noted. */
    void fill(byte[] written, CandidateCursor candidate) {
        text = written;
        for (int id = 0; id < size; id++) {
            members[id] = candidate.member(providers[id]);
        }
    }

    /** Writes the candidate that was reached. */
    void write(JsonBytes json, CandidateCursor candidate) {
        int from = json.size();
        json.octets(text);
        for (int id = 0; id < size; id++) {
            Tree tree = candidate.tree(providers[id]);
            members[id] = candidate.member(providers[id]);
            json.uuidAt(from + places[id], tree.idHigh(members[id]), tree.idLow(members[id]));
        }
        copyIds(json, from);
    }

    /** Writes a candidate of which the same members serve the same, but of another tree, which they are all in. */
    void write(JsonBytes json, Tree tree) {
        int from = json.size();
        json.octets(text);
        for (int id = 0; id < size; id++) {
            json.uuidAt(from + places[id], tree.idHigh(members[id]), tree.idLow(members[id]));
        }
        copyIds(json, from);
    }

    private void copyIds(JsonBytes json, int from) {
        for (int id = 0; id < copied; id++) {
            json.again(from + copies[id], from + origins[id], JsonBytes.UUID_LENGTH);
        }
    }
}
