package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
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
    private final ConcurrentMap<Sent, Waiting> waiting = new ConcurrentHashMap<>();
    private final Duration patience;

    /** What is waited for: a command's id counts in its region only. */
    private record Sent(Region region, CommandId command) {}

    /** One who waits, and where the command stands once that is known. */
    private static final class Waiting extends CompletableFuture<Decision> {
        private static final int UNKNOWN = -1;

        private volatile int partition = UNKNOWN;
    }

    ReplyBoard(Duration patience) {
        this.patience = patience;
    }

    /** The decision to come. Must be asked for before the command is appended; who sends it twice at once hears the first. */
    CompletionStage<Decision> await(Region region, CommandId command) {
        Sent sent = new Sent(region, command);
        return waiting.computeIfAbsent(sent, none -> {
            Waiting reply = new Waiting();
            reply.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((decision, failure) -> waiting.remove(sent, reply));
            return reply;
        });
    }

    /** The command stands in the log. */
    void appended(Region region, CommandId command, int partition) {
        Waiting reply = waiting.get(new Sent(region, command));
        if (reply != null) {
            reply.partition = partition;
        }
    }

    /** The command will not be decided, because it was not appended. */
    void fail(Region region, CommandId command, Throwable reason) {
        fail(new Sent(region, command), reason);
    }

    private void fail(Sent sent, Throwable reason) {
        Waiting reply = waiting.remove(sent);
        if (reply != null) {
            reply.completeExceptionally(reason);
        }
    }

    /** Lets go of those whose command stands in a partition that others decide now: no decision will be heard of it here. */
    void failElsewhere(IntPredicate isHere) {
        waiting.forEach((sent, reply) -> {
            if (reply.partition != Waiting.UNKNOWN && !isHere.test(reply.partition)) {
                fail(
                        sent,
                        new LogUnavailableException(
                                "The command was appended, but its region has gone to another instance, which decides it."));
            }
        });
    }

    @Override
    public void decided(Region region, Decision decision) {
        Waiting reply = waiting.remove(new Sent(region, decision.commandId()));
        if (reply != null) {
            reply.complete(decision);
        }
    }
}
