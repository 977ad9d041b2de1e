package dev.berth.projector;

import dev.berth.events.decision.Decision;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.LogUnavailableException.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Where submitters wait for the decision of their command. A reply leaves as soon as the command is decided, before
 * the stores are committed: the command is durable and its outcome follows from the log before it, so a crash decides
 * the same again. Any thread.
 */
final class ReplyBoard implements DecisionListener {
    private final ConcurrentMap<Awaited, Waiting> waiting = new ConcurrentHashMap<>();
    private final Consumer<CompletableFuture<?>> timeouts;

    /** What is waited for: a command id is unique only within its region. */
    private record Awaited(Region region, CommandId command) {}

    /**
     * A decision that a caller waits for.
     *
     * @param isFirst whether this caller has to append the command; otherwise it is on its way already
     */
    record PendingReply(CompletionStage<Decision> decision, boolean isFirst) {}

    /** A decision to come, and where its command stands once that is known. */
    private static final class Waiting extends CompletableFuture<Decision> {
        /** Null until the log has confirmed it. */
        private volatile Position position;

        /** The decision; or why there is none yet, and what that means for the command. */
        CompletionStage<Decision> told() {
            return exceptionally(failure -> {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                throw new CompletionException(cause instanceof TimeoutException ? late(cause) : cause);
            });
        }

        private LogUnavailableException late(Throwable cause) {
            return position == null
                    ? new LogUnavailableException(
                            Fate.PERHAPS_APPENDED,
                            "Kafka did not confirm in time that the command was appended.",
                            cause)
                    : new LogUnavailableException(
                            Fate.APPENDED,
                            "The command was appended at " + position + " but not decided in time.",
                            cause);
        }
    }

    /** One who waits for a command that stands in the log. */
    private record Appended(Position position, Awaited key, Waiting reply) {}

    /** @param timeout how long a decision is waited for */
    ReplyBoard(Duration timeout) {
        this(reply -> reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** @param timeouts has a reply end with a {@link TimeoutException} once it was waited for long enough */
    ReplyBoard(Consumer<CompletableFuture<?>> timeouts) {
        this.timeouts = timeouts;
    }

    /**
     * The decision to come. Must be asked for before the command is appended; who sends it twice at once hears of the
     * first.
     */
    PendingReply await(Region region, CommandId command) {
        Awaited key = new Awaited(region, command);
        Waiting mine = new Waiting();
        Waiting first = waiting.putIfAbsent(key, mine);
        if (first != null) {
            return new PendingReply(first.told(), false);
        }
        mine.whenComplete((decision, failure) -> waiting.remove(key, mine));
        timeouts.accept(mine);
        return new PendingReply(mine.told(), true);
    }

    /** Whether nobody waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The command stands in the log. */
    void appended(Region region, CommandId command, Position position) {
        Waiting reply = waiting.get(new Awaited(region, command));
        if (reply != null) {
            reply.position = position;
        }
    }

    /** No decision will be heard of: the command was not appended, or nobody knows whether it was. */
    void fail(Region region, CommandId command, LogUnavailableException reason) {
        Awaited key = new Awaited(region, command);
        Waiting reply = waiting.get(key);
        if (reply != null) {
            fail(key, reply, reason);
        }
    }

    /** Fails this one, and none that has begun to be waited for under the same key since. */
    private void fail(Awaited key, Waiting reply, LogUnavailableException reason) {
        if (waiting.remove(key, reply)) {
            reply.completeExceptionally(reason);
        }
    }

    /**
     * Answers those whose command is in a partition that others decide now: no decision will be heard of it here. By
     * partition and offset, because the order of the table is another in each process.
     */
    void failElsewhere(IntPredicate isElsewhere) {
        List<Appended> elsewhere = new ArrayList<>();
        waiting.forEach((key, reply) -> {
            Position position = reply.position;
            if (position != null && isElsewhere.test(position.partition())) {
                elsewhere.add(new Appended(position, key, reply));
            }
        });
        elsewhere.sort(Comparator.comparing(Appended::position));
        for (Appended each : elsewhere) {
            fail(
                    each.key,
                    each.reply,
                    new LogUnavailableException(
                            Fate.APPENDED,
                            "The command was appended at " + each.position
                                    + ", but its region has gone to another instance, which decides it.",
                            null));
        }
    }

    /** Answers everyone: their commands are in the log, or may still get there, and are decided then. */
    void failAll(String why) {
        waiting.forEach((key, reply) -> {
            Position position = reply.position;
            fail(
                    key,
                    reply,
                    position == null
                            ? new LogUnavailableException(
                                    Fate.PERHAPS_APPENDED,
                                    why + " Kafka had not confirmed yet that the command was appended.",
                                    null)
                            : new LogUnavailableException(
                                    Fate.APPENDED, why + " The command was appended at " + position + ".", null));
        });
    }

    @Override
    public void decided(Region region, Decision decision) {
        Waiting reply = waiting.remove(new Awaited(region, decision.commandId()));
        if (reply != null) {
            reply.complete(decision);
        }
    }
}
