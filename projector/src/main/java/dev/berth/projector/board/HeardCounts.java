package dev.berth.projector.board;

/**
 * How many hosts of a region were heard of lately, and how many were not.
 *
 * @param recent heard of within ten minutes
 * @param silent enrolled or reported, and not heard of within ten minutes
 */
public record HeardCounts(int recent, int silent) {
    public static final HeardCounts NONE = new HeardCounts(0, 0);

    public HeardCounts plus(HeardCounts other) {
        return new HeardCounts(recent + other.recent, silent + other.silent);
    }
}
