package dev.berth.projector;

/**
 * Says that an instance's copy of a partition is being rebuilt from the log.
 *
 * @param reason why, as part of a sentence
 * @param next the offset before which all is folded
 * @param end the offset that has to be reached
 */
record RebuildProgress(String reason, long next, long end) {
    RebuildProgress at(long reached) {
        return new RebuildProgress(reason, reached, end);
    }
}
