package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.Command;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.ProviderCreated;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.rules.FirstRules;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import dev.berth.ledger.state.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Many records in one edit come to what they come to one by one. */
final class RegionReplayTest {
    private static final int LENGTH = 150;

    @Property(tries = 60)
    void comesToTheSameWhereverAFoldIsAskedFor(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RegionFold oneByOne = RegionFold.of(TestingLog.EMPTY);
        RegionReplay replay = oneByOne.replay();
        for (LogEntry entry : interrupted(new TestingLog(seed, LENGTH), random)) {
            RegionFold.Taken taken = oneByOne.take(entry);
            oneByOne = taken.after();
            assertThat(replay.take(entry)).as("at %s", entry.position()).isEqualTo(taken.decisions());
            if (random.nextInt(LENGTH / 8) == 0) {
                verifySame(replay.fold(), oneByOne);
            }
        }
        verifySame(replay.fold(), oneByOne);
    }

    private static void verifySame(RegionFold replayed, RegionFold oneByOne) {
        assertThat(StateDigest.of(replayed.view())).isEqualTo(StateDigest.of(oneByOne.view()));
        assertThat(replayed.view().chain()).isEqualTo(oneByOne.view().chain());
        assertThat(replayed.view().position()).isEqualTo(oneByOne.view().position());
        assertThat(replayed.stop()).isEqualTo(oneByOne.stop());
        assertThat(replayed.waiting()).isEqualTo(oneByOne.waiting());
        assertThat(replayed.skips()).isEqualTo(oneByOne.skips());
        assertThat(replayed.passed()).isEqualTo(oneByOne.passed());
        assertThat(replayed.lastTaken()).isEqualTo(oneByOne.lastTaken());
        Recount.verify(replayed.view());
        RegrownTreesTest.verify(replayed.view());
    }

    @Property(tries = 20)
    void touchesWhatTheRecordsTouchOneByOne(@ForAll long seed) {
        RegionFold oneByOne = RegionFold.of(TestingLog.EMPTY);
        RegionReplay replay = oneByOne.replay();
        Touched all = new Touched();
        for (LogEntry entry : interrupted(new TestingLog(seed, LENGTH), new SplittableRandom(seed))) {
            RegionFold.Taken taken = oneByOne.take(entry);
            oneByOne = taken.after();
            all.addAll(taken.touched());
            replay.take(entry);
        }
        assertThat(keys(replay.taken().touched())).isEqualTo(keys(all));
    }

    private static List<Set<?>> keys(Touched touched) {
        return List.of(
                touched.providers(),
                touched.consumers(),
                touched.usages(),
                touched.reports(),
                touched.enrolments(),
                touched.sequences(),
                touched.drains(),
                touched.devices(),
                touched.classes(),
                touched.traits(),
                touched.flavors());
    }

    /** The log with records of which no command can be made, most of which are skipped later. */
    private static List<LogEntry> interrupted(TestingLog log, SplittableRandom random) {
        List<LogEntry> entries = new ArrayList<>();
        List<Long> bad = new ArrayList<>();
        for (int i = 0; i < log.length(); i++) {
            long timeMs = log.position(i).timestampMs();
            if (random.nextInt(30) == 0) {
                bad.add((long) entries.size());
                entries.add(new LogEntry.Unreadable(position(entries, timeMs), "no command", Sha256.NONE));
            }
            entries.add(new LogEntry.Readable(position(entries, timeMs), log.sent(i), Sha256.NONE));
            if (!bad.isEmpty() && random.nextInt(5) == 0) {
                long skipped = bad.remove(random.nextInt(bad.size()));
                CommandId id = new Symbols().command("skip " + skipped);
                entries.add(new LogEntry.Readable(position(entries, timeMs), new SkipRecord(id, skipped), Sha256.NONE));
            }
        }
        return entries;
    }

    private static Position position(List<LogEntry> before, long timeMs) {
        return new Position(0, before.size(), timeMs);
    }

    /** Of the events of one command the second cannot be made true, which is a bug of the rules. */
    @Test
    void aRuleThatBreaksHalfWayLeavesNoTraceOfItsCommand() {
        RulesVersion broken = new RulesVersion(2);
        ProviderId half = provider(7);
        RuleBook rules = RuleBook.STANDARD.with(
                broken,
                (view, position, command) -> command instanceof CreateTrait
                        ? Outcome.accepted(
                                new ProviderCreated(half, "half", Optional.empty()), new ProviderDeleted(provider(8)))
                        : FirstRules.decide(view, position, command));
        RegionView empty =
                new RegionEdit(RegionView.empty(Region.DEFAULT)).rules(broken).view();
        RegionReplay replay = RegionFold.of(empty).knowing(rules).replay();
        List<Decision> good = replay.take(readable(0, new CreateProvider(id(0), provider(1), "cn1", Optional.empty())));
        assertThat(replay.take(readable(1, new CreateTrait(id(1), Trait.of("CUSTOM_A")))))
                .isEmpty();
        assertThat(replay.take(readable(2, new SkipRecord(id(2), 1)))).hasSize(1);

        RegionFold.Taken taken = replay.taken();
        assertThat(good).hasSize(1);
        assertThat(taken.after().stop()).isEmpty();
        assertThat(taken.touched().providers()).containsExactly(provider(1));
        assertThat(taken.after().view().provider(half)).isEmpty();
        RegrownTreesTest.verify(taken.after().view());
    }

    /** An edit remembers what it has touched, and a log may touch any number of keys. */
    @Test
    void goesOnInAnotherEditOnceMuchIsTouched() {
        int commands = 66_000;
        RegionFold oneByOne = RegionFold.of(RegionView.empty(Region.DEFAULT));
        RegionReplay replay = oneByOne.replay();
        for (int i = 0; i < commands; i++) {
            LogEntry entry = readable(i, new CreateTrait(id(i), Trait.of("CUSTOM_" + i)));
            oneByOne = oneByOne.take(entry).after();
            replay.take(entry);
        }
        assertThat(replay.taken().touched().size()).isLessThan(commands / 2);
        assertThat(StateDigest.of(replay.fold().view())).isEqualTo(StateDigest.of(oneByOne.view()));
    }

    private static LogEntry readable(long offset, Command command) {
        return new LogEntry.Readable(new Position(0, offset, 0), command, Sha256.NONE);
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(2, number));
    }

    private static CommandId id(int number) {
        return new CommandId(new UUID(1, number));
    }
}
