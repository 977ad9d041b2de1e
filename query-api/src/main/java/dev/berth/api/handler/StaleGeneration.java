package dev.berth.api.handler;

import dev.berth.api.http.ProblemException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets a stale generation be told before what else is wrong with a body, as Placement does: nothing is appended for a
 * body that is wrong anyway, and the view knows well enough whether it was also written against an old state.
 */
final class StaleGeneration {
    private StaleGeneration() {}

    static <T> T unless(BooleanSupplier isCurrent, Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (ProblemException e) {
            throw isCurrent.getAsBoolean()
                    ? e
                    : Refusals.concurrentUpdate("resource provider generation conflict")
                            .exception();
        }
    }
}
