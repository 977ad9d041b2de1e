package dev.berth.events.model;

/** The memory pages of one size that a NUMA cell has. {@code reserved} ones are kept for the host. */
public record MemoryPages(int sizeKb, long total, long reserved) {
    private static final int KB_PER_MB = 1_024;

    public MemoryPages {
        if (sizeKb < 1 || total < 0 || reserved < 0) {
            throw new MalformedException("expected pages of a positive size and counts of 0 or more but got " + total
                    + " of " + sizeKb + " KiB, " + reserved + " reserved");
        }
        long most = Limits.CELL_MEMORY_MB_MAX * KB_PER_MB / sizeKb;
        Limits.requireAtMost(most, Math.max(total, reserved), "pages of " + sizeKb + " KiB in a NUMA cell");
    }
}
