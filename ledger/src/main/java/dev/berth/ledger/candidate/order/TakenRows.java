package dev.berth.ledger.candidate.order;

import dev.berth.ledger.forest.Tree;
import java.util.Arrays;

/** What would be taken from the rows of one tree, each row once. Used again for the next. Not thread-safe. */
public final class TakenRows {
    private int[] rows = new int[8];
    private long[] amounts = new long[8];
    private int size;

    public void clear() {
        size = 0;
    }

    /** Takes more from a row. */
    public void add(int row, long amount) {
        for (int at = 0; at < size; at++) {
            if (rows[at] == row) {
                amounts[at] += amount;
                return;
            }
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            amounts = Arrays.copyOf(amounts, 2 * size);
        }
        rows[size] = row;
        amounts[size++] = amount;
    }

    /** What would be free of a row; never less than nothing. */
    long left(Tree tree, int row) {
        long left = tree.free(row);
        for (int at = 0; at < size; at++) {
            left -= rows[at] == row ? amounts[at] : 0;
        }
        return Math.max(0, left);
    }
}
