package dev.berth.api.command;

import dev.berth.api.http.Call;
import dev.berth.api.http.IdempotencyKey;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.projector.LogUnavailableException;
import java.util.concurrent.CompletionException;

/** The problems of status 503 that a write may meet, each with what may still become of it. */
final class Unavailable {
    private static final int STATUS = 503;

    private Unavailable() {}

    /** The problem for a failed read or write; failures that are not the log's stay as they are. */
    static RuntimeException exception(Throwable failure, Call call) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LogUnavailableException unavailable) {
            return problem(unavailable, call).exception();
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private static Problem problem(LogUnavailableException failure, Call call) {
        if (call.route().isReadOnly()) {
            return Problem.notServed(failure.getMessage());
        }
        return switch (failure.fate()) {
            case NOT_APPENDED -> Problem.notAppended(failure.getMessage());
            case NO_ROOM -> Problem.notAppended(failure.getMessage()).withCode(ErrorCode.NO_ROOM);
            case OVERLOADED -> Problem.notAppended(failure.getMessage()).withCode(ErrorCode.OVERLOADED);
            case PERHAPS_APPENDED -> Problem.perhapsAppended(failure.getMessage(), sendAgain(call));
            case APPENDED ->
                new Problem(
                        STATUS,
                        failure.getMessage() + " It may still be decided; " + sendAgain(call),
                        ErrorCode.APPENDED);
        };
    }

    static Problem answerLost(Call call) {
        return new Problem(
                STATUS,
                "The command was decided, but region " + call.region() + " could not be vouched for here any more"
                        + " when it was to be answered; "
                        + sendAgain(call),
                ErrorCode.DECIDED);
    }

    private static String sendAgain(Call call) {
        return IdempotencyKey.sendAgain(call.key().isPresent());
    }
}
