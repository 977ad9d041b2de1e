package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.simulator.placement.PlacementAnswer;

/** What a scheduler does, each with the statuses that it may be answered. */
public enum Operation {
    ASK_CANDIDATES("ask candidates", 200, ImmutableSortedSet.of()),
    /** A 409 means that the room was taken between question and claim. */
    CLAIM("claim", 204, ImmutableSortedSet.of(409)),
    READ_BACK("read allocations", 200, ImmutableSortedSet.of()),
    RELEASE("release", 204, ImmutableSortedSet.of()),
    /** Releases by replacing all allocations with none, under the consumer's generation (API 1.28). */
    EMPTY("release by put", 204, ImmutableSortedSet.of()),

    /** Mischief: more than any provider has. */
    CLAIM_TOO_MUCH("claim too much", 0, ImmutableSortedSet.of(409)),
    /** Mischief: claims as new what is held already. */
    CLAIM_AGAIN("claim as new again", 0, ImmutableSortedSet.of(409)),
    /** Mischief: releases what nobody holds. */
    RELEASE_UNKNOWN("release unknown", 0, ImmutableSortedSet.of(404));

    private static final int SERVER_ERROR = 500;

    private final String label;
    private final int granted;
    private final ImmutableSortedSet<Integer> refused;

    Operation(String label, int granted, ImmutableSortedSet<Integer> refused) {
        this.label = label;
        this.granted = granted;
        this.refused = refused;
    }

    public String label() {
        return label;
    }

    public AnswerCheck judge(PlacementAnswer answer) {
        if (answer.status() == granted) {
            return AnswerCheck.GRANTED;
        }
        if (refused.contains(answer.status())) {
            return AnswerCheck.REFUSED;
        }
        return answer.status() >= SERVER_ERROR ? AnswerCheck.LOST : AnswerCheck.UNEXPECTED;
    }
}
