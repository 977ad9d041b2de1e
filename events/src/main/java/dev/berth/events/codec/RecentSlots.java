package dev.berth.events.codec;

/** Where in a table of what was read lately a value stands: in the one slot that its hash gives. */
final class RecentSlots {
    private RecentSlots() {}

    /**
     * The slot of a hash.
     *
     * @param slots how many there are, a power of two
     */
    static int of(int hash, int slots) {
        // The lowest bits choose the slot, so what is in the upper ones is mixed into them.
        return (hash ^ hash >>> 16) & slots - 1;
    }
}
