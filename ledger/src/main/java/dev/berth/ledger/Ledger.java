package dev.berth.ledger;

import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.event.RecordSkipped;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.rules.Evolution;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import java.util.Optional;

/**
 * The law: {@code decide} says what a command comes to, {@code evolve} what an event makes of the state, {@code apply}
 * is the two together. Projector, auditor and tests all call the same. The rules are in the classes named for
 * them. Stateless: any thread may call it.
 */
public final class Ledger {
    private Ledger() {}

    /** The result of one command: the decision, the region after it, and what has changed. */
    public record Step(Decision decision, RegionView after, Touched touched) {}

    /**
     * Decides a command and applies what follows from it, by the rules that this program knows. The given view stays as
     * it is.
     */
    public static Step apply(RegionView before, Position position, Command command) {
        return apply(RuleBook.STANDARD, before, new LogEntry.Readable(position, command, Sha256.NONE));
    }

    /** The same for a record of the log, which must not be unreadable. */
    public static Step apply(RegionView before, LogEntry entry) {
        return apply(RuleBook.STANDARD, before, entry);
    }

    private static Step apply(RuleBook rules, RegionView before, LogEntry entry) {
        RegionEdit edit = new RegionEdit(before);
        Decision decision = apply(rules, edit, entry);
        return new Step(decision, edit.view(), edit.touched());
    }

    /** The same in an edit; one on which a rule breaks leaves it as it was. */
    static Decision apply(RuleBook rules, RegionEdit edit, LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            return keep(
                    edit,
                    readable,
                    readable.command().commandId(),
                    readable.command().kind(),
                    rules.decide(edit, readable.position(), readable.command()));
        }
        if (entry instanceof LogEntry.Malformed malformed) {
            return keep(edit, malformed, malformed.commandId(), malformed.commandKind(), rules.decide(edit, malformed));
        }
        throw new IllegalStateException("expected a record with a command but got " + entry);
    }

    /** Passes the record at which a region stands. No rule is asked, for it may be the rules that broke. */
    static Decision skip(RegionEdit edit, LogEntry.Readable entry) {
        SkipRecord command = (SkipRecord) entry.command();
        Outcome passed = Outcome.accepted(new RecordSkipped(command.offset()));
        return keep(edit, entry, command.commandId(), command.kind(), passed);
    }

    private static Decision keep(RegionEdit edit, LogEntry entry, CommandId id, CommandKind kind, Outcome outcome) {
        RegionEdit after = edit.edit();
        for (Event event : outcome.events()) {
            Evolution.evolve(after, entry.position(), event);
        }
        int rulesVersion = edit.rulesVersion().number();
        Chain chain = edit.chain().with(edit.region(), entry.position(), entry.hash(), id, kind, rulesVersion, outcome);
        after.decided(entry.position(), id, chain, answered(after, entry, outcome));
        edit.take(after);
        return new Decision(entry.position(), id, kind, rulesVersion, outcome, chain.head());
    }

    /** What is remembered of a request with an idempotency key. */
    private static Optional<RecentCommands.Answered> answered(LedgerView after, LogEntry entry, Outcome outcome) {
        return entry instanceof LogEntry.Readable readable
                ? readable.sent()
                        .request()
                        .map(request -> new RecentCommands.Answered(
                                request, Replies.of(after, readable.position(), readable.command(), outcome)))
                : Optional.empty();
    }

    /** What the command comes to in this view. Reads only. */
    public static Outcome decide(LedgerView view, Position position, Command command) {
        return RuleBook.STANDARD.decide(view, position, command);
    }

    /** The view after the event. */
    public static RegionView evolve(RegionView view, Position position, Event event) {
        return Evolution.evolve(new RegionEdit(view), position, event).view();
    }
}
