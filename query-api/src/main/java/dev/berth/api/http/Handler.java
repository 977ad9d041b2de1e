package dev.berth.api.http;

import dev.berth.api.problem.ProblemException;
import java.util.concurrent.CompletionStage;

/**
 * Serves one route. Called on an event loop, so it must not block; what waits for the log or takes its time comes back
 * as a stage. A {@link ProblemException}, thrown or in the stage, is answered as its problem.
 */
@FunctionalInterface
public interface Handler {
    CompletionStage<Answer> handle(Call call);

    /** Serves a route that answers at once. */
    @FunctionalInterface
    interface Immediate {
        Answer answer(Call call);
    }
}
