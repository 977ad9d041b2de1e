package dev.berth.api.problem;

/**
 * Carries a {@link Problem} out of the depth of a parser to the one place that answers it. It is not an error of the
 * program, so it has no stack trace, and it never crosses into the ledger, where refusals are values.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
