package dev.berth.auditor;

import dev.berth.auditor.proof.HeadFile;
import dev.berth.auditor.proof.SavedHead;

/** What an audit found of a saved head. */
public record HeadProof(HeadFile file, SavedHead head, Verdict verdict) {
    /** What it can be. */
    public enum Verdict {
        /** The chain has it: what was decided up to there, and the records of it, are what they were. */
        KEPT,
        /** The chain has another value there, or none. */
        BROKEN,
        /** The log could not be folded up to there. */
        NOT_COMPARED
    }
}
