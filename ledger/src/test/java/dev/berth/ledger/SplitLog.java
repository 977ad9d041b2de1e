package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.event.Event;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A random log of random length, folded four ways that must come to one digest: in one go; with restarts at random
 * places, where only the facts survive, in any order; in a few edits of many commands each; and by its events alone,
 * without deciding anything. The seed gives all of it. For one thread.
 */
final class SplitLog {
    /**
     * One log of so many is longer than the window of remembered commands, so that a restart meets a window that has
     * turned.
     */
    static final int LONG_ONE_IN = 256;

    private static final RegionView EMPTY = RegionView.empty(Region.DEFAULT);
    private static final int MAX_USUAL_LENGTH = 2_000;
    private static final int MAX_SPLITS = 4;

    private final SplittableRandom random;
    private final int length;

    /** The region at each split, as the fold in one go has it. */
    private final TreeMap<Integer, RegionView> splits = new TreeMap<>();

    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Optional<RecentCommands.Answered>> answers = new ArrayList<>();
    private final RegionView end;

    SplitLog(long seed) {
        random = new SplittableRandom(~seed);
        length = seed % LONG_ONE_IN == 0
                ? RecentCommands.WINDOW + 1 + random.nextInt(RecentCommands.WINDOW / 8)
                : 1 + random.nextInt(MAX_USUAL_LENGTH);
        for (int i = random.nextInt(MAX_SPLITS); i >= 0; i--) {
            splits.put(random.nextInt(length + 1), EMPTY);
        }
        end = foldInOneGo(new RandomCommands(seed, new Symbols()));
    }

    int length() {
        return length;
    }

    private RegionView foldInOneGo(RandomCommands commands) {
        RegionView view = EMPTY;
        for (int i = 0; i < length; i++) {
            splits.replace(i, view);
            LogEntry entry = entry(i, commands.next(view));
            Ledger.Step step = Ledger.apply(view, entry);
            view = step.after();
            entries.add(entry);
            decisions.add(step.decision());
            answers.add(view.recent().find(step.decision().commandId()).flatMap(RecentCommands.Entry::answered));
        }
        splits.replace(length, view);
        return view;
    }

    /** Every third command has an idempotency key, and each record a hash of its own. */
    private static LogEntry entry(int i, Command command) {
        Sent sent = Sent.of(command);
        return new LogEntry.Readable(
                RandomCommands.position(i),
                i % 3 == 0 ? sent.withRequest(new Sha256(i, 1, 2, -i)) : sent,
                new Sha256(i, i, i, i));
    }

    /** @throws AssertionError if one of the ways comes to another state, or a restart decides a command otherwise */
    void verify() {
        StateDigest whole = StateDigest.of(end);
        assertThat(StateDigest.of(foldWithRestarts())).as("restarted").isEqualTo(whole);
        assertThat(StateDigest.of(foldInEdits())).as("many in one edit").isEqualTo(whole);
        assertThat(StateDigest.of(replay())).as("events alone").isEqualTo(whole);
    }

    /** With views at the splits alone. */
    private RegionView foldInEdits() {
        RegionReplay fold = RegionFold.of(EMPTY).replay();
        for (int i = 0; i < length; i++) {
            if (splits.containsKey(i)) {
                assertThat(StateDigest.of(fold.fold().view()))
                        .as("before %s", i)
                        .isEqualTo(StateDigest.of(splits.get(i)));
            }
            assertThat(fold.take(entries.get(i))).as("command %s", i).containsExactly(decisions.get(i));
        }
        return fold.fold().view();
    }

    private RegionView foldWithRestarts() {
        RegionFold fold = RegionFold.of(EMPTY);
        for (int i = 0; i < length; i++) {
            fold = restarted(i, fold);
            RegionFold.Taken taken = fold.take(entries.get(i));
            assertThat(taken.decisions()).as("command %s", i).containsExactly(decisions.get(i));
            fold = taken.after();
        }
        return restarted(length, fold).view();
    }

    private RegionFold restarted(int i, RegionFold fold) {
        RegionView expected = splits.get(i);
        if (expected == null) {
            return fold;
        }
        RegionView restored = new KeptFacts(fold.view()).restored(random);
        assertThat(StateDigest.of(restored)).as("restored before %s", i).isEqualTo(StateDigest.of(expected));
        return RegionFold.of(restored);
    }

    private RegionView replay() {
        RegionView view = EMPTY;
        for (int i = 0; i < length; i++) {
            Decision decision = decisions.get(i);
            for (Event event : decision.outcome().events()) {
                view = Ledger.evolve(view, decision.position(), event);
            }
            view = new RegionEdit(view)
                    .decided(decision.position(), decision.commandId(), new Chain(decision.chain()), answers.get(i))
                    .view();
        }
        return view;
    }
}
