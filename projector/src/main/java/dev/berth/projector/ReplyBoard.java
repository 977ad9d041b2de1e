package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Where those who submitted a command wait for its decision. A reply leaves as soon as the command is decided, before the stores are
 * committed: the command is durable and its outcome follows from the log before it, so a crash decides the same again. Any thread.
 */
final class ReplyBoard implements DecisionListener {
    private final ConcurrentMap<CommandId, Waiting> waiting = new ConcurrentHashMap<>();
    private final Duration patience;

    /** One who waits, and where the command stands once that is known. */
    private static final class Waiting extends CompletableFuture<Decision> {
        private static final int UNKNOWN = -1;

        private volatile int partition = UNKNOWN;
    }

    ReplyBoard(Duration patience) {
        this.patience = patience;
    }

    /** The decision to come. Must be asked for before the command is appended. */
    CompletionStage<Decision> await(CommandId command) {
        Waiting reply = new Waiting();
        waiting.put(command, reply);
        reply.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((decision, failure) -> waiting.remove(command, reply));
        return reply;
    }

    /** The command stands in the log. */
    void appended(CommandId command, int partition) {
        Waiting reply = waiting.get(command);
        if (reply != null) {
            reply.partition = partition;
        }
    }

    /** The command will not be decided, because it was not appended. */
    void fail(CommandId command, Throwable reason) {
        Waiting reply = waiting.remove(command);
        if (reply != null) {
            reply.completeExceptionally(reason);
        }
    }

    /** Lets go of those whose command stands in a partition that others decide now: no decision will be heard of it here. */
    void failElsewhere(IntPredicate isHere) {
        waiting.forEach((command, reply) -> {
            if (reply.partition != Waiting.UNKNOWN && !isHere.test(reply.partition)) {
                fail(
                        command,
                        new LogUnavailableException(
                                "The command was appended, but its region has gone to another instance, which decides it."));
            }
        });
    }

    @Override
    public void decided(Decision decision) {
        Waiting reply = waiting.remove(decision.commandId());
        if (reply != null) {
            reply.complete(decision);
        }
    }
}
