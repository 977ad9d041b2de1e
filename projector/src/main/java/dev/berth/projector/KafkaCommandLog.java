package dev.berth.projector;

import dev.berth.events.command.Command;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.CommandPublisher;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionStop;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Appends commands to the log in Kafka and waits for this instance's fold to decide them. Any thread may submit. */
final class KafkaCommandLog implements CommandLog {
    private final CommandPublisher publisher;
    private final ReplyBoard replies;
    private final RegionViews views;

    KafkaCommandLog(CommandPublisher publisher, ReplyBoard replies, RegionViews views) {
        this.publisher = publisher;
        this.replies = replies;
        this.views = views;
    }

    @Override
    public CompletionStage<Decision> submit(Region region, Command command) {
        Optional<String> fault = views.fault(region);
        Optional<RegionStop> stop = views.stopped(region);
        CompletionStage<Decision> reply = replies.await(region, command.commandId());
        if (fault.isPresent()) {
            replies.fail(
                    region,
                    command.commandId(),
                    new LogUnavailableException(
                            "Region " + region + " takes no commands. " + fault.get() + " Nothing was appended."));
        } else if (stop.isPresent()) {
            replies.fail(
                    region,
                    command.commandId(),
                    new LogUnavailableException("Region " + region + " has stopped at "
                            + stop.get().position() + " and takes no commands until an operator skips that record."
                            + " Nothing was appended."));
        } else {
            publisher.publish(region, command).whenComplete((position, failure) -> {
                if (failure == null) {
                    replies.appended(region, command.commandId(), position.partition());
                } else {
                    replies.fail(
                            region,
                            command.commandId(),
                            new LogUnavailableException("The command could not be appended to the log.", failure));
                }
            });
        }
        return reply.exceptionally(failure -> {
            throw new CompletionException(understandable(failure));
        });
    }

    private static Throwable understandable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new LogUnavailableException(
                        "The command was appended but not decided in time; it may still be decided later.", cause)
                : cause;
    }
}
