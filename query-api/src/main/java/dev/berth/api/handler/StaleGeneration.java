package dev.berth.api.handler;

import dev.berth.api.problem.ProblemException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Reports a stale generation before other faults of a body, as Placement does. Nothing is appended for a wrong body, so
 * the current view is good enough to tell whether it is stale too.
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
