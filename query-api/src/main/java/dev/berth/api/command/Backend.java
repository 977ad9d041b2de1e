package dev.berth.api.command;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Barrier;
import dev.berth.api.http.Call;
import dev.berth.api.http.ErrorCode;
import dev.berth.api.http.Problem;
import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionView;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.RegionViews;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What handlers need of the rest: the view of a call's region, and a way to have a command decided. Any thread may use it.
 */
public record Backend(CommandLog log, RegionViews views) {
    public RegionView view(Call call) {
        return view(views, call.region());
    }

    /** The view of a region; a problem of status 503 if the region is another instance's. */
    public static RegionView view(RegionViews views, Region region) {
        try {
            return views.view(region);
        } catch (LogUnavailableException elsewhere) {
            throw unavailable(elsewhere);
        }
    }

    /** A fresh id for a command. */
    public CommandId commandId() {
        return new CommandId(UUID.randomUUID());
    }

    /**
     * Has the command decided and answers with what came of it. The answer tells the position of the decision, which a reader
     * may quote to be sure to see it.
     */
    public CompletionStage<Answer> submit(
            Call call,
            Command command,
            Function<Decision, Answer> whenAccepted,
            Function<Refusal, Problem> whenRefused) {
        return log.submit(call.region(), command).handle((decision, failure) -> {
            if (failure != null) {
                throw unavailable(failure);
            }
            Optional<Refusal> refusal = decision.outcome().refusal();
            if (refusal.isPresent()) {
                throw whenRefused.apply(refusal.get()).exception();
            }
            return whenAccepted
                    .apply(decision)
                    .header(Barrier.HEADER, decision.position().toString());
        });
    }

    private static RuntimeException unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LogUnavailableException) {
            return new Problem(503, cause.getMessage(), ErrorCode.UNDEFINED).exception();
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }
}
