package dev.berth.ledger.candidate.result;

/** What a candidate takes from one provider, in order of the classes' names. Not thread-safe. */
public final class TakenAmounts {
    private final int[] slots;
    private final long[] amounts;
    private int size;

    TakenAmounts(int classes) {
        this.slots = new int[classes];
        this.amounts = new long[classes];
    }

    void clear() {
        size = 0;
    }

    /** Keeps slots ascending; there are few. */
    void add(int slot, long amount) {
        int at = size;
        while (at > 0 && slots[at - 1] > slot) {
            at--;
        }
        if (at > 0 && slots[at - 1] == slot) {
            amounts[at - 1] += amount;
            return;
        }
        System.arraycopy(slots, at, slots, at + 1, size - at);
        System.arraycopy(amounts, at, amounts, at + 1, size - at);
        slots[at] = slot;
        amounts[at] = amount;
        size++;
    }

    /** Of how many classes something is taken. */
    public int size() {
        return size;
    }

    /** The slot of one of the classes. */
    public int slot(int of) {
        return slots[of];
    }

    /** How much is taken of it. */
    public long amount(int of) {
        return amounts[of];
    }
}
