package dev.berth.projector;

import dev.berth.events.command.Command;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.log.NotAppendedException;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException.Fate;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Appends commands to the log in Kafka and waits for this instance's fold to decide them. Any thread may submit. */
final class KafkaCommandLog implements CommandLog {
    private final CommandAppender log;
    private final ReplyBoard replies;
    private final RegionViews views;
    private final CommandWatch watch;

    KafkaCommandLog(CommandAppender log, ReplyBoard replies, RegionViews views) {
        this(log, replies, views, CommandWatch.NONE);
    }

    KafkaCommandLog(CommandAppender log, ReplyBoard replies, RegionViews views, CommandWatch watch) {
        this.log = log;
        this.replies = replies;
        this.views = views;
        this.watch = watch;
    }

    @Override
    public CompletionStage<Decision> submit(Region region, Sent sent) {
        ReplyBoard.PendingReply reply = replies.await(region, sent.commandId());
        if (!reply.isFirst()) {
            return reply.decision();
        }
        CommandWatch.Passage passage = watch.begin(region, sent);
        CompletionStage<Decision> told =
                reply.decision().whenComplete((decision, failure) -> passage.ended(Optional.ofNullable(decision)));
        try {
            submitFirst(region, sent, passage);
        } catch (LogUnavailableException e) {
            replies.fail(region, sent.commandId(), e);
        }
        return told;
    }

    private void submitFirst(Region region, Sent sent, CommandWatch.Passage passage) {
        Optional<RegionStop> stop = views.stopped(region);
        // The view is published before the board hears of a decision, so a decision that the board has forgotten is in
        // the view.
        Optional<Decision> duplicate = sent.request().flatMap(request -> duplicate(region, sent.command()));
        Optional<String> fault = views.fault(region);
        if (duplicate.isPresent()) {
            replies.decided(region, duplicate.get());
        } else if (fault.isPresent()) {
            throw new LogUnavailableException("Region " + region + " takes no commands. " + fault.get());
        } else if (stop.filter(RegionStop::isClosed).isPresent()) {
            throw new LogUnavailableException("Region " + region + " was closed at "
                    + stop.get().position() + ", to go on in another log: write to the service of that one.");
        } else if (stop.isPresent()) {
            throw new LogUnavailableException("Region " + region + " has stopped at "
                    + stop.get().position() + " (" + stop.get().reason()
                    + ") and takes no commands until an operator skips that record or a program comes "
                    + "that can apply it.");
        } else {
            append(region, sent, passage);
        }
    }

    private Optional<Decision> duplicate(Region region, Command command) {
        RegionView view = views.view(region);
        return view.decided(command.commandId())
                .map(before -> new Decision(
                        view.position(),
                        command.commandId(),
                        command.kind(),
                        view.rulesVersion().number(),
                        Ledger.decide(view, view.position(), command),
                        view.chain().head()));
    }

    private void append(Region region, Sent sent, CommandWatch.Passage passage) {
        log.append(region, sent).whenComplete((position, failure) -> {
            if (failure == null) {
                passage.appended(position);
                replies.appended(region, sent.commandId(), position);
            } else if (failure instanceof NotAppendedException) {
                replies.fail(
                        region,
                        sent.commandId(),
                        new LogUnavailableException(
                                "The command could not be appended to the log: " + failure.getMessage(), failure));
            } else {
                replies.fail(
                        region,
                        sent.commandId(),
                        new LogUnavailableException(
                                Fate.PERHAPS_APPENDED,
                                "Kafka did not confirm that the command was appended: " + failure.getMessage(),
                                failure));
            }
        });
    }
}
