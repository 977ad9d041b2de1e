package dev.berth.simulator.workload;

import dev.berth.simulator.placement.PlacementAnswer;

/** An answer and what to think of it; of {@link AnswerCheck#LOST} the answer may be an empty one. */
record CheckedAnswer(AnswerCheck verdict, PlacementAnswer answer) {
    boolean isGranted() {
        return verdict == AnswerCheck.GRANTED;
    }
}
