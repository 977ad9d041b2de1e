package dev.berth.simulator.history;

import com.google.common.collect.ImmutableList;

/**
 * Something that must not be.
 *
 * @param atNs when it was seen, on the clock of the history
 * @param calls those concerned, oldest first
 */
public record Violation(Kind kind, long atNs, String text, ImmutableList<String> calls) {
    /** What was broken. */
    public enum Kind {
        /** What was acknowledged is not there, or a read shows less than was acknowledged before it began. */
        LOST,
        /** Something was done twice, or came back after it was undone. */
        DOUBLED,
        /** More is held of a provider than it has. */
        OVERCOMMITTED,
        /** A read that says how old it may be shows something older, or not what its client wrote before. */
        STALE,
        /** An answer that fits nothing that can be so. */
        IMPOSSIBLE,
        /** An answer that the service never gives, such as a 500. */
        UNEXPECTED,
        /** The service did not answer again in time after everything was mended. */
        SILENT,
        /** A process ended that had no reason to. */
        ENDED,
        /** The audit found a difference. */
        DIFFERENT
    }

    @Override
    public String toString() {
        return "%s after %.3f s: %s".formatted(kind, atNs / 1e9, text);
    }
}
