package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.ActivateRules;
import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.command.SkipRecord;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A region that stands: what is read a second time, and what a newer program finds behind the record that stopped an
 * older one.
 */
final class ReadAgainTest {
    private RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));

    @Test
    void takesTheRecordAtWhichARegionStandsOnlyOnce() {
        LogEntry unreadable = new LogEntry.Unreadable(at(0), "no command", Sha256.NONE);
        fold = fold.take(unreadable).after();
        assertThat(fold.lastTaken()).isEqualTo(at(0));
        RegionFold again = fold.take(unreadable).after();
        assertThat(again.waiting()).isEmpty();
        assertThat(again).isEqualTo(fold);
    }

    @Test
    void passesWithASkipThatWaitsTheNextStopOfARegionThatIsTriedAgain() {
        take(0, new ActivateRules(id(0), 2));
        fold = fold.take(new LogEntry.Unreadable(at(1), "no command", Sha256.NONE))
                .after();
        take(2, new SkipRecord(id(2), 1));

        RuleBook newer = RuleBook.STANDARD.with(new RulesVersion(2), (view, position, command) -> Outcome.accepted());
        RegionFold.Taken tried = fold.knowing(newer).retry(10);
        assertThat(tried.decisions())
                .extracting(Decision::commandKind)
                .containsExactly(CommandKind.ACTIVATE_RULES, CommandKind.SKIP_RECORD);
        assertThat(tried.after().stop()).isEmpty();
        assertThat(tried.after().waiting()).isEmpty();
    }

    private void take(int offset, Command command) {
        fold = fold.take(new LogEntry.Readable(at(offset), command, Sha256.NONE))
                .after();
    }

    private static Position at(int offset) {
        return new Position(0, offset, 0);
    }

    private static CommandId id(int number) {
        return new CommandId(new UUID(1, number));
    }
}
