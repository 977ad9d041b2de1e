package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Where those who submitted a command wait for its decision. A reply leaves as soon as the command is decided, before the stores are
 * committed: the command is durable and its outcome follows from the log before it, so a crash decides the same again. Any thread.
 */
final class ReplyBoard implements DecisionListener {
    private final ConcurrentMap<CommandId, CompletableFuture<Decision>> waiting = new ConcurrentHashMap<>();
    private final Duration patience;

    ReplyBoard(Duration patience) {
        this.patience = patience;
    }

    /** The decision to come. Must be asked for before the command is appended. */
    CompletionStage<Decision> await(CommandId command) {
        CompletableFuture<Decision> reply = new CompletableFuture<>();
        waiting.put(command, reply);
        reply.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((decision, failure) -> waiting.remove(command, reply));
        return reply;
    }

    /** The command will not be decided, because it was not appended. */
    void fail(CommandId command, Throwable reason) {
        CompletableFuture<Decision> reply = waiting.remove(command);
        if (reply != null) {
            reply.completeExceptionally(reason);
        }
    }

    @Override
    public void decided(Decision decision) {
        CompletableFuture<Decision> reply = waiting.remove(decision.commandId());
        if (reply != null) {
            reply.complete(decision);
        }
    }
}
