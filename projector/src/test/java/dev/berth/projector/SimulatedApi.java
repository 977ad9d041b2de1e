package dev.berth.projector;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Reply;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.LogUnavailableException.Fate;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A write as the API does it, without HTTP: it is begun under a lease, submitted, and answered under a lease; with a
 * key it is answered from what is remembered. For one thread.
 */
final class SimulatedApi {
    /**
     * What a client hears.
     *
     * @param position where the command was decided; empty if the client does not hear that it was
     * @param isGranted whether it was granted, then
     * @param fate what may become of the command; empty if it was decided
     */
    record Answer(Optional<Position> position, boolean isGranted, Optional<Fate> fate) {
        static Answer not(Fate fate) {
            return new Answer(Optional.empty(), false, Optional.of(fate));
        }

        static Answer decided(Position position, boolean isGranted) {
            return new Answer(Optional.of(position), isGranted, Optional.empty());
        }

        /** It was decided, and may not be told how. */
        static Answer lost() {
            return new Answer(Optional.empty(), false, Optional.empty());
        }
    }

    private final SimulatedProcess process;

    SimulatedApi(SimulatedProcess process) {
        this.process = process;
    }

    void write(Region region, Sent sent, Consumer<Answer> client) {
        Optional<Answer> before;
        try {
            RegionView view = process.views.view(region);
            before = remembered(view, sent).map(SimulatedApi::remembered);
        } catch (LogUnavailableException e) {
            client.accept(Answer.not(e.fate()));
            return;
        }
        if (before.isPresent()) {
            client.accept(before.get());
            return;
        }
        process.underWay++;
        process.log
                .submit(region, sent)
                .whenComplete((decision, failure) ->
                        process.run(SimulatedProcess.API, 1_000 + process.random.nextInt(50_000), () -> {
                            process.underWay--;
                            client.accept(answer(region, sent, decision, failure));
                        }));
    }

    private Answer answer(Region region, Sent sent, Decision decision, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof LogUnavailableException unavailable) {
                return Answer.not(unavailable.fate());
            }
            throw new IllegalStateException(cause);
        }
        boolean isGranted = decision.outcome().refusal().isEmpty();
        RegionView after;
        try {
            after = process.views.view(region);
        } catch (LogUnavailableException e) {
            return Answer.lost();
        }
        if (sent.request().isEmpty()) {
            return Answer.decided(decision.position(), isGranted);
        }
        Optional<Reply> remembered = remembered(after, sent);
        if (remembered.isEmpty() && SimulatedTruth.isDuplicate(decision)) {
            return Answer.lost();
        }
        return remembered.map(SimulatedApi::remembered).orElse(Answer.decided(decision.position(), isGranted));
    }

    private static Answer remembered(Reply reply) {
        return Answer.decided(reply.position(), reply.refusal().isEmpty());
    }

    private static Optional<Reply> remembered(RegionView view, Sent sent) {
        return sent.request()
                .flatMap(request -> view.recent().find(sent.commandId()))
                .flatMap(RecentCommands.Entry::answered)
                .map(RecentCommands.Answered::reply);
    }
}
