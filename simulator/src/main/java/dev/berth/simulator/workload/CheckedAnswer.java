package dev.berth.simulator.workload;

import dev.berth.simulator.placement.PlacementAnswer;

/** An answer and what to think of it; of {@link AnswerCheck#LOST} the answer may be an empty one. */
record CheckedAnswer(AnswerCheck verdict, PlacementAnswer answer) {
    private static final int CLIENT_ERROR = 400;

    /** Whether the service may have done what was asked: no answer came, or a wrong one that is no refusal. */
    boolean mayBeDone() {
        return verdict == AnswerCheck.LOST || verdict == AnswerCheck.UNEXPECTED && answer.status() < CLIENT_ERROR;
    }

    boolean isGranted() {
        return verdict == AnswerCheck.GRANTED;
    }
}
