package dev.berth.ledger;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.event.Event;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.scenario.CommandWriter;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.List;
import java.util.Optional;

/**
 * A random log, every other command of it with an idempotency key, and its fold, the plain way: from the start, one by
 * one.
 */
final class TestingLog {
    static final RegionView EMPTY = RegionView.empty(Region.DEFAULT);

    private final Symbols symbols = new Symbols();
    private final ImmutableList<Command> commands;
    private final ImmutableList<Ledger.Step> steps;

    TestingLog(long seed, int length) {
        commands = RandomCommands.log(seed, length, symbols);
        ImmutableList.Builder<Ledger.Step> folded = ImmutableList.builder();
        RegionView view = EMPTY;
        for (int i = 0; i < length; i++) {
            Ledger.Step step = Ledger.apply(view, new LogEntry.Readable(position(i), sent(i), Sha256.NONE));
            folded.add(step);
            view = step.after();
        }
        steps = folded.build();
    }

    int length() {
        return commands.size();
    }

    Position position(int i) {
        return RandomCommands.position(i);
    }

    Command command(int i) {
        return commands.get(i);
    }

    Sent sent(int i) {
        Sent sent = Sent.of(commands.get(i));
        return i % 2 == 0 ? sent.withRequest(new Sha256(i, 1, 2, -i)) : sent;
    }

    Ledger.Step step(int i) {
        return steps.get(i);
    }

    /** The region before the i-th command; after all of them for i = length. */
    RegionView before(int i) {
        return i == 0 ? EMPTY : steps.get(i - 1).after();
    }

    RegionView end() {
        return before(length());
    }

    /** The rest of the log applied to a view. */
    RegionView fold(RegionView from, int start) {
        RegionView view = from;
        for (int i = start; i < length(); i++) {
            view = Ledger.apply(view, new LogEntry.Readable(position(i), sent(i), Sha256.NONE))
                    .after();
        }
        return view;
    }

    /** The recorded events alone, without deciding anything again. */
    RegionView replay() {
        RegionView view = EMPTY;
        for (int i = 0; i < length(); i++) {
            List<Event> events = steps.get(i).decision().outcome().events();
            for (Event event : events) {
                view = Ledger.evolve(view, position(i), event);
            }
            view = new RegionEdit(view)
                    .decided(
                            position(i),
                            commands.get(i).commandId(),
                            new Chain(steps.get(i).decision().chain()),
                            answered(i))
                    .view();
        }
        return view;
    }

    /** What was remembered of the i-th command. */
    Optional<RecentCommands.Answered> answered(int i) {
        return steps.get(i).after().recent().find(commands.get(i).commandId()).flatMap(RecentCommands.Entry::answered);
    }

    /** The i-th command as a scenario writes it, and what came of it: what a failing test shows. */
    String line(int i) {
        return "command " + i + ": " + new CommandWriter(symbols).write(commands.get(i)) + " -> "
                + steps.get(i).decision().outcome();
    }
}
