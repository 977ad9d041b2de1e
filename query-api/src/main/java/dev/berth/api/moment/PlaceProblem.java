package dev.berth.api.moment;

import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.log.NoPlaceException;

/** What is answered where a request names no place of the log. Stateless. */
public final class PlaceProblem {
    private static final int GONE = 410;

    private PlaceProblem() {}

    /** 400, or 410 where there was such a place. */
    public static ProblemException of(NoPlaceException none) {
        ErrorCode code = switch (none.reason()) {
            case MALFORMED -> ErrorCode.AS_OF_MALFORMED;
            case OTHER_PARTITION -> ErrorCode.AS_OF_OTHER_PARTITION;
            case IN_FUTURE -> ErrorCode.AS_OF_IN_FUTURE;
            case BEFORE_LOG -> ErrorCode.AS_OF_BEFORE_LOG;
            case CUT -> ErrorCode.AS_OF_CUT;
        };
        return none.reason() == NoPlaceException.Reason.CUT
                ? gone(none.getMessage() + ".")
                : new Problem(400, none.getMessage() + ".", code).exception();
    }

    /** 410 for what was deleted from the log. */
    public static ProblemException gone(String detail) {
        return new Problem(GONE, detail, ErrorCode.AS_OF_CUT).exception();
    }
}
