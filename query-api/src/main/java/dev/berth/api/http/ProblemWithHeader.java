package dev.berth.api.http;

import dev.berth.api.problem.Problem;

/** Ends a request with a problem whose answer also has a header: what is allowed, or how to authenticate. */
final class ProblemWithHeader extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final String name;
    private final String value;

    ProblemWithHeader(Problem problem, String name, String value) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.name = name;
        this.value = value;
    }

    Problem problem() {
        return problem;
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }
}
