package dev.berth.events.model;

/** The memory pages of one size that a NUMA cell has. {@code reserved} ones are kept for the host. */
public record MemoryPages(int sizeKb, long total, long reserved) {
    public MemoryPages {
        if (sizeKb < 1 || total < 0 || reserved < 0) {
            throw new MalformedException("expected pages of a positive size and counts of 0 or more but got " + total
                    + " of " + sizeKb + " KiB, " + reserved + " reserved");
        }
    }
}
