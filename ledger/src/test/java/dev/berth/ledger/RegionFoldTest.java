package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.rules.FirstRules;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stops a region and what does not, and how it goes on. */
class RegionFoldTest {
    private static final RulesVersion SECOND = new RulesVersion(2);

    /** A second version of the rules that only these tests know: no provider may be called "cn". */
    private static final RuleBook TWO_VERSIONS = RuleBook.STANDARD.with(
            SECOND,
            (view, position, command) ->
                    command instanceof CreateProvider create && create.name().equals("cn")
                            ? Outcome.refused(Refusal.of(Rejection.DUPLICATE_PROVIDER_NAME))
                            : FirstRules.decide(view, position, command));

    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
    private int offset;

    @Test
    void decidesByTheRulesThatTheLogHasSwitchedOn() {
        fold = fold.knowing(TWO_VERSIONS);
        assertThat(take(create(1, "cn")).outcome().events()).hasSize(1);
        Decision switched = take(new ActivateRules(id(2), 2));
        assertThat(switched.rulesVersion()).as("decided by the rules before it").isEqualTo(1);
        Decision refused = take(create(3, "cn"));
        assertThat(refused.rulesVersion()).isEqualTo(2);
        assertThat(refused.outcome().refusal().map(Refusal::rejection)).contains(Rejection.DUPLICATE_PROVIDER_NAME);
        assertThat(fold.view().rulesVersion()).isEqualTo(SECOND);
        assertThat(take(new ActivateRules(id(4), 1)).outcome().refusal().map(Refusal::rejection))
                .contains(Rejection.UNKNOWN_RULES_VERSION);
    }

    @Test
    void stopsAtRulesThatThisProgramDoesNotKnowAndGoesOnUnderOneThatDoes() {
        take(create(1, "cn1"));
        assertThat(taken(new ActivateRules(id(2), 2)).decisions()).isEmpty();
        assertThat(fold.stop().orElseThrow().reason()).contains("version 2", "none after 1", "run a newer one");
        assertThat(taken(create(3, "cn3")).decisions()).isEmpty();
        assertThat(fold.retry(10).after()).as("nothing has changed").isEqualTo(fold);

        RegionFold.Taken newer = fold.knowing(TWO_VERSIONS).retry(10);
        assertThat(newer.decisions()).hasSize(2);
        assertThat(newer.after().stop()).isEmpty();
        assertThat(newer.after().waiting()).isEmpty();
        assertThat(newer.after().view().rulesVersion()).isEqualTo(SECOND);
        assertThat(newer.after().view().providerNamed("cn3")).isPresent();
    }

    @Test
    void decidesNothingInAStoreOfRulesThatThisProgramDoesNotKnow() {
        RegionView later = new RegionEdit(fold.view()).rules(SECOND).view();
        fold = RegionFold.of(later);
        assertThat(taken(create(1, "cn1")).decisions()).isEmpty();
        assertThat(fold.stop().orElseThrow().reason()).contains("version 2");
    }

    @Test
    void refusesACommandWithImpossibleValuesAndGoesOn() {
        LogEntry malformed = new LogEntry.Malformed(
                next(), id(1), CommandKind.REPLACE_INVENTORIES, "total is 0 and must be at least 1", Sha256.NONE);
        Decision refused = take(malformed).decisions().get(0);
        assertThat(refused.commandKind()).isEqualTo(CommandKind.REPLACE_INVENTORIES);
        assertThat(refused.outcome())
                .isEqualTo(Outcome.refused(Refusal.of(Rejection.MALFORMED_COMMAND)
                        .with(Fact.REASON, "total is 0 and must be at least 1")));
        assertThat(fold.stop()).isEmpty();
        assertThat(take(create(1, "cn1")).outcome().refusal().map(Refusal::rejection))
                .as("its id counts as decided")
                .contains(Rejection.DUPLICATE_COMMAND);
    }

    @Test
    void doesNotTakeARecordAgainAfterASkipThatRanIntoTheNextStop() {
        take(unreadable());
        take(unreadable());
        taken(create(1, "cn1"));
        LogEntry skip = readable(new SkipRecord(id(2), 0));
        assertThat(take(skip).decisions()).hasSize(1);
        assertThat(fold.stop().orElseThrow().position().offset()).isEqualTo(1);
        assertThat(fold.lastTaken()).isEqualTo(skip.position());
        RegionFold before = fold;
        assertThat(take(skip).after()).isEqualTo(before);
    }

    @Test
    void passesAStopBehindAnotherWithASkipThatCameFirst() {
        take(unreadable());
        take(unreadable());
        taken(create(1, "cn1"));
        taken(new SkipRecord(id(2), 1));
        RegionFold.Taken both = taken(new SkipRecord(id(3), 0));
        assertThat(both.decisions()).extracting(Decision::commandId).containsExactly(id(3), id(2), id(1));
        assertThat(both.after().stop()).isEmpty();
        assertThat(both.touched().providers()).containsExactly(provider(1));
    }

    @Test
    void tellsAReasonThatForgesNoLine() {
        take(new LogEntry.Unreadable(next(), "a\nERROR forged \u001b[2J" + "x".repeat(10_000), Sha256.NONE));
        assertThat(fold.stop().orElseThrow().reason())
                .startsWith("a\\u000aERROR forged \\u001b[2J")
                .hasSizeLessThan(1_000);
    }

    @Test
    @Tag("slow")
    void takesManyRecordsBehindAStopInTimeThatGrowsWithTheirNumberOnly() {
        take(unreadable());
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 1; i <= 200_000; i++) {
                taken(create(i, "cn" + i));
            }
        });
        assertThat(fold.waiting()).hasSize(200_000);
    }

    /** Whatever the portions, and whenever the next record comes. */
    @Test
    void decidesWhatHasWaitedInPortionsAsItDoesAtOnce() {
        List<LogEntry> log = new ArrayList<>();
        log.add(unreadable());
        for (int i = 1; i <= 40; i++) {
            log.add(i % 10 == 0 ? unreadable() : readable(create(i, "cn" + i)));
        }
        log.add(readable(new SkipRecord(id(101), 30)));
        log.add(readable(new SkipRecord(id(102), 10)));
        log.add(readable(new SkipRecord(id(103), 20)));
        log.add(readable(new SkipRecord(id(104), 99)));
        log.add(readable(new SkipRecord(id(105), 0)));
        log.add(readable(create(50, "cn50")));
        log.add(readable(new SkipRecord(id(106), 40)));
        RegionFold atOnce = fold;
        List<Decision> expected = new ArrayList<>();
        for (LogEntry entry : log) {
            RegionFold.Taken taken = atOnce.take(entry);
            atOnce = taken.after();
            expected.addAll(taken.decisions());
        }
        assertThat(atOnce.stop()).isEmpty();
        assertThat(atOnce.waiting()).isEmpty();
        assertThat(expected)
                .hasSize(log.size() - 5)
                .extracting(Decision::position)
                .doesNotHaveDuplicates();

        for (int portion = 0; portion < 8; portion++) {
            RegionFold inPortions = fold;
            List<Decision> decided = new ArrayList<>();
            Set<Position> released = new HashSet<>();
            for (LogEntry entry : log) {
                RegionFold.Taken taken = inPortions.take(entry, portion);
                inPortions = taken.after();
                decided.addAll(taken.decisions());
                released.addAll(taken.released());
            }
            while (inPortions.isBehind()) {
                RegionFold.Taken taken = inPortions.proceed(portion + 1);
                inPortions = taken.after();
                decided.addAll(taken.decisions());
                released.addAll(taken.released());
            }
            assertThat(decided).isEqualTo(expected);
            assertThat(inPortions.view().chain()).isEqualTo(atOnce.view().chain());
            assertThat(inPortions.passed()).isEmpty();
            assertThat(inPortions.skips()).isEmpty();
            assertThat(inPortions.lastTaken()).isEqualTo(atOnce.lastTaken());
            assertThat(released).as("all that were held").hasSize(log.size());
        }
    }

    @Test
    void passesManyStopsInTimeThatGrowsWithTheirNumberOnly() {
        int stops = 20_000;
        for (int i = 0; i < stops; i++) {
            take(unreadable());
        }
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (int i = stops - 1; i >= 0; i--) {
                taken(new SkipRecord(id(i), i));
            }
        });
        assertThat(fold.stop()).isEmpty();
        assertThat(fold.waiting()).isEmpty();
    }

    @Test
    void stopsAtARuleThatBreaks() {
        fold = RegionFold.of(new RegionEdit(fold.view()).rules(SECOND).view())
                .knowing(RuleBook.STANDARD.with(SECOND, (view, position, command) -> {
                    throw new IllegalStateException("expected a test but got this");
                }));
        taken(new CreateTrait(id(1), Trait.of("CUSTOM_A")));
        assertThat(fold.stop().orElseThrow().reason()).contains("broke", "expected a test but got this");
        assertThat(fold.view().position()).isEqualTo(Position.NONE);
    }

    private static Command create(int number, String name) {
        return new CreateProvider(id(number), provider(number), name, Optional.empty());
    }

    private static CommandId id(int number) {
        return new CommandId(new UUID(1, number));
    }

    private static ProviderId provider(int number) {
        return new ProviderId(new UUID(2, number));
    }

    private Position next() {
        return new Position(0, offset++, 0);
    }

    private LogEntry readable(Command command) {
        return new LogEntry.Readable(next(), command, Sha256.NONE);
    }

    private LogEntry unreadable() {
        return new LogEntry.Unreadable(next(), "no command", Sha256.NONE);
    }

    private Decision take(Command command) {
        return taken(command).decisions().get(0);
    }

    private RegionFold.Taken taken(Command command) {
        return take(readable(command));
    }

    private RegionFold.Taken take(LogEntry entry) {
        RegionFold.Taken taken = fold.take(entry);
        fold = taken.after();
        return taken;
    }
}
