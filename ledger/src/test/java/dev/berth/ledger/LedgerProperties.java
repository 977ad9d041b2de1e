package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.ConsumerClaim;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.ReleaseAllocations;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import dev.berth.events.event.ProviderDeleted;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.digest.ReplyBytes;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.digest.StateDigest.Section;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RecentCommands;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Stock;
import dev.berth.resource.integer.Capacity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * What holds for every log. A failure prints the seed of its log, which goes back in through {@code @Property(seed =
 * ..)}.
 */
class LedgerProperties {
    private static final int LENGTH = 250;

    @Property(tries = 10)
    void foldsToOneDigestInAnySplit(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, 100);
        StateDigest whole = StateDigest.of(log.end());
        for (int split = 0; split <= log.length(); split++) {
            RegionView restored = restored(log.before(split));
            assertThat(StateDigest.of(restored)).as("facts at %s", split).isEqualTo(StateDigest.of(log.before(split)));
            assertThat(StateDigest.of(log.fold(restored, split)))
                    .as("split at %s", split)
                    .isEqualTo(whole);
        }
    }

    @Property(tries = 15)
    void replaysEventsToTheSameRegionAsItsCommands(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        assertThat(StateDigest.of(log.replay())).isEqualTo(StateDigest.of(log.end()));
        assertThat(log.replay().position()).isEqualTo(log.end().position());
    }

    @Property(tries = 15)
    void decidesTheSameFromTheSameLogAgain(@ForAll long seed) {
        TestingLog once = new TestingLog(seed, LENGTH);
        TestingLog again = new TestingLog(seed, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            assertThat(again.step(i).decision()).isEqualTo(once.step(i).decision());
        }
    }

    @Property(tries = 15)
    void derivesAllThatItDerivesFromTheFacts(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i += 7) {
            Recount.verify(log.before(i));
        }
        Recount.verify(log.end());
    }

    @Property(tries = 15)
    void usesMoreThanTheCapacityOnlyAfterTheCapacityWasLowered(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            // A rename carries what is over the capacity to another class; what is imported was granted elsewhere.
            if (log.command(i).kind() != CommandKind.RENAME_RESOURCE_CLASS
                    && log.command(i).kind() != CommandKind.IMPORT_FACTS) {
                String line = log.line(i);
                RegionView before = log.before(i);
                RegionView after = log.step(i).after();
                after.providers().all().forEach(provider -> verifyRoom(line, before, after, provider));
            }
        }
    }

    private static void verifyRoom(String line, RegionView before, RegionView after, Provider provider) {
        provider.inventories().forEach((resourceClass, inventory) -> {
            long used = after.used(provider.id(), resourceClass);
            // Devices for one time use lower it with the claim that takes the last of them: all is reserved then.
            boolean isMarked = inventory.reserved() == inventory.total()
                    && after.devices().areAllDirty(new Stock(provider.id(), resourceClass));
            long allowed = Math.max(
                    isMarked ? inventory.total() : Capacity.of(inventory), before.used(provider.id(), resourceClass));
            assertThat(used)
                    .as("%s: %s of %s", line, resourceClass, provider.name())
                    .isBetween(0L, allowed);
        });
    }

    @Property(tries = 15)
    void neverLetsAGenerationFall(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView after = log.step(i).after();
            for (Provider before : log.before(i).providers().all()) {
                after.provider(before.id())
                        .ifPresent(provider ->
                                assertThat(provider.generation()).isGreaterThanOrEqualTo(before.generation()));
            }
            for (Consumer before : log.before(i).consumers().all()) {
                after.consumer(before.id())
                        .ifPresent(consumer ->
                                assertThat(consumer.generation()).isGreaterThanOrEqualTo(before.generation()));
            }
        }
    }

    @Property(tries = 15)
    void changesNothingButItsMemoryWhenItRefuses(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            Decision decision = log.step(i).decision();
            if (!decision.outcome().events().isEmpty()) {
                continue;
            }
            StateDigest before = StateDigest.of(log.before(i));
            StateDigest after = StateDigest.of(log.step(i).after());
            boolean isDuplicate = rejection(decision).equals(Optional.of(Rejection.DUPLICATE_COMMAND));
            assertThat(before.sections().keySet().stream()
                            .filter(section -> !before.sections()
                                    .get(section)
                                    .equals(after.sections().get(section))))
                    .as(log.line(i))
                    .containsExactlyElementsOf(
                            isDuplicate ? Set.of(Section.CHAIN) : List.of(Section.RECENT_COMMANDS, Section.CHAIN));
        }
    }

    @Property(tries = 5)
    void refusesWhatItHasDecidedBefore(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, 100);
        for (int i = 0; i < log.length(); i++) {
            Ledger.Step again = Ledger.apply(
                    log.end(), new LogEntry.Readable(log.position(log.length()), log.sent(i), Sha256.NONE));
            assertThat(rejection(again.decision())).contains(Rejection.DUPLICATE_COMMAND);
            for (Section section : Section.values()) {
                if (section != Section.CHAIN) {
                    assertThat(section(again.after(), section)).isEqualTo(section(log.end(), section));
                }
            }
        }
    }

    @Property(tries = 15)
    void remembersTheReplyToWhateverHasAKey(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            Decision decision = log.step(i).decision();
            if (log.sent(i).request().isEmpty()
                    || rejection(decision).equals(Optional.of(Rejection.DUPLICATE_COMMAND))) {
                continue;
            }
            RecentCommands.Answered answered = log.answered(i).orElseThrow();
            assertThat(answered.request()).isEqualTo(log.sent(i).request().get());
            assertThat(answered.reply().refusal())
                    .as(log.line(i))
                    .isEqualTo(decision.outcome().refusal());
            assertThat(answered.reply().hasChanged())
                    .as(log.line(i))
                    .isEqualTo(decision.outcome().events().stream()
                            .anyMatch(event -> event.kind() != EventKind.SEQUENCE_ADVANCED));
            String line = log.line(i);
            RegionView after = log.step(i).after();
            answered.reply()
                    .provider()
                    .ifPresent(state -> after.provider(state.id())
                            .ifPresentOrElse(
                                    provider -> assertThat(state.generation())
                                            .as(line)
                                            .isEqualTo(provider.generation()),
                                    // What was written was the last that a departing provider had waited for.
                                    () -> assertThat(decision.outcome().events())
                                            .as(line)
                                            .contains(new ProviderDeleted(state.id()))));
            assertThat(ReplyBytes.read(decision.position(), ReplyBytes.of(answered)))
                    .as(log.line(i))
                    .isEqualTo(answered);
        }
    }

    @Property(tries = 15)
    void undoesAClaimByItsRelease(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            if (log.command(i) instanceof ClaimAllocations claim && isAllNew(log.before(i), claim)) {
                RegionView released = log.step(i).after();
                for (ConsumerClaim each : claim.claims()) {
                    ReleaseAllocations release = new ReleaseAllocations(
                            new Symbols().command("release " + each.consumer()), each.consumer());
                    released = Ledger.apply(released, log.position(log.length()), release)
                            .after();
                }
                assertThat(section(released, Section.USAGE)).isEqualTo(section(log.before(i), Section.USAGE));
                assertThat(section(released, Section.CONSUMERS)).isEqualTo(section(log.before(i), Section.CONSUMERS));
            }
        }
    }

    private static boolean isAllNew(RegionView before, ClaimAllocations claim) {
        return claim.claims().stream()
                .allMatch(each -> before.consumer(each.consumer()).isEmpty());
    }

    /** Not a rule of the ledger, but what makes the others worth something: the random logs go everywhere. */
    @Test
    void meetsEveryCommandEventAndRejectionInRandomLogs() {
        EnumSet<Rejection> rejections = EnumSet.noneOf(Rejection.class);
        EnumSet<CommandKind> commands = EnumSet.noneOf(CommandKind.class);
        EnumSet<EventKind> events = EnumSet.noneOf(EventKind.class);
        int accepted = 0;
        int overCapacity = 0;
        for (long seed = 0; seed < 40; seed++) {
            TestingLog log = new TestingLog(seed, LENGTH);
            for (int i = 0; i < log.length(); i++) {
                Decision decision = log.step(i).decision();
                commands.add(decision.commandKind());
                decision.outcome().events().stream().map(Event::kind).forEach(events::add);
                rejection(decision).ifPresent(rejections::add);
                accepted += decision.outcome() instanceof Outcome.Accepted ? 1 : 0;
            }
            overCapacity += isOverCapacity(log.end()) ? 1 : 0;
        }
        assertThat(commands).containsExactly(CommandKind.values());
        // Random commands are well formed, and only regions of thousands meet the others; every-rejection.scenario has
        // all.
        assertThat(EnumSet.complementOf(rejections))
                .containsExactly(
                        Rejection.MALFORMED_COMMAND,
                        Rejection.HOST_TOO_WIDELY_HELD,
                        Rejection.TREE_TOO_DEEP,
                        Rejection.TREE_TOO_LARGE,
                        Rejection.RESOURCE_CLASS_TOO_WIDESPREAD,
                        Rejection.PROVIDER_TOO_LARGE,
                        Rejection.OUTCOME_TOO_LARGE);
        // Only a stopped region skips records, and there is but one version of the rules to activate so far.
        assertThat(EnumSet.complementOf(events)).containsExactly(EventKind.RULES_ACTIVATED, EventKind.RECORD_SKIPPED);
        assertThat(accepted).isGreaterThan(40 * LENGTH / 2);
        assertThat(overCapacity).isPositive();
    }

    private static boolean isOverCapacity(RegionView view) {
        for (Provider provider : view.providers().all()) {
            for (ResourceClass resourceClass : provider.inventories().keySet()) {
                if (view.used(provider.id(), resourceClass)
                        > Capacity.of(provider.inventories().get(resourceClass))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Property(tries = 20)
    void decidesWhatWaitedBehindABadRecordAsIfItHadNotBeenThere(
            @ForAll long seed, @ForAll @IntRange(max = 60) int bad) {
        TestingLog log = new TestingLog(seed, 60);
        RegionFold fold = RegionFold.of(TestingLog.EMPTY);
        for (int i = 0; i < bad; i++) {
            fold = fold.take(new LogEntry.Readable(log.position(i), log.sent(i), Sha256.NONE))
                    .after();
        }
        fold = fold.take(new LogEntry.Unreadable(shifted(log, bad, 0), "no command", Sha256.NONE))
                .after();
        for (int i = bad; i < log.length(); i++) {
            RegionFold.Taken waiting = fold.take(new LogEntry.Readable(shifted(log, i, 1), log.sent(i), Sha256.NONE));
            assertThat(waiting.decisions()).isEmpty();
            fold = waiting.after();
        }
        assertThat(StateDigest.of(fold.view())).isEqualTo(StateDigest.of(log.before(bad)));

        Position last = shifted(log, log.length(), 1);
        LogEntry skip =
                new LogEntry.Readable(last, new SkipRecord(new Symbols().command("skip"), 1000L + bad), Sha256.NONE);
        RegionFold.Taken resumed = fold.take(skip);
        assertThat(resumed.decisions()).hasSize(1 + log.length() - bad);
        for (int i = bad; i < log.length(); i++) {
            Decision decision = resumed.decisions().get(1 + i - bad);
            assertThat(decision.outcome().events())
                    .isEqualTo(log.step(i).decision().outcome().events());
            assertThat(rejection(decision)).isEqualTo(rejection(log.step(i).decision()));
        }
        RegionFold after = resumed.after();
        assertThat(after.stop()).isEmpty();
        assertThat(after.waiting()).isEmpty();
        assertThat(section(after.view(), Section.PROVIDERS)).isEqualTo(section(log.end(), Section.PROVIDERS));
        assertThat(section(after.view(), Section.CONSUMERS)).isEqualTo(section(log.end(), Section.CONSUMERS));
        assertThat(after.lastTaken()).isEqualTo(last);
        assertThat(after.take(skip).decisions()).as("read again").isEmpty();
    }

    private static Position shifted(TestingLog log, int i, int by) {
        // Far from the offsets that the skips of a random log name.
        return new Position(0, 1000 + i + by, log.position(i).timestampMs());
    }

    private static RegionView restored(RegionView view) {
        RegionEdit edit = new RegionEdit(RegionView.empty(view.region())).rules(view.rulesVersion());
        view.catalogue().customClasses().forEach((custom, createdAtMs) -> edit.put(custom, createdAtMs));
        view.catalogue().customTraits().forEach((custom, createdAtMs) -> edit.put(custom, createdAtMs));
        // Backwards, because a store gives them in an order of its own.
        io.vavr.collection.List.ofAll(view.providers().all()).reverse().forEach(edit::put);
        io.vavr.collection.List.ofAll(view.consumers().all()).reverse().forEach(edit::put);
        view.hosts().all().forEach(edit::put);
        view.enrolments().all().forEach(edit::put);
        view.sequences().forEach(edit::sequence);
        view.drains().values().forEach(edit::put);
        view.flavors().values().forEach(edit::put);
        view.devices()
                .all()
                .forEach(host -> edit.devices(
                        host._1(), DeviceTable.of(host._2().devices().reverse())));
        return edit.leftAt(
                        view.position(),
                        io.vavr.collection.List.ofAll(view.recent().entries()).reverse(),
                        view.chain())
                .view();
    }

    private static String section(RegionView view, Section section) {
        return StateDigest.of(view).sections().get(section);
    }

    private static Optional<Rejection> rejection(Decision decision) {
        return decision.outcome().refusal().map(Refusal::rejection);
    }
}
