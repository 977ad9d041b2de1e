package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.RulesVersion;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a decision rules out is a bug where it happens all the same, and is told as one. */
final class BrokenPromisesTest {
    private static final Position FIRST = new Position(0, 0, 0);

    private final RegionView empty = RegionView.empty(Region.DEFAULT);

    @Test
    void appliesNoEventToAProviderThatIsNotThere() {
        ProviderId nobody = new ProviderId(new UUID(1, 1));
        assertThatThrownBy(() -> Ledger.evolve(empty, FIRST, new TraitsReplaced(nobody, 1, ImmutableSortedSet.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected provider " + nobody);
    }

    @Test
    void decidesNoRecordThatNobodyCanRead() {
        LogEntry unreadable = new LogEntry.Unreadable(FIRST, "no command", Sha256.NONE);
        assertThatThrownBy(() -> Ledger.apply(empty, unreadable))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected a record with a command");
    }

    @Test
    void decidesNothingByRulesThatAreNotInTheBook() {
        RegionView later = new RegionEdit(empty).rules(new RulesVersion(7)).view();
        CreateTrait command = new CreateTrait(new CommandId(new UUID(2, 2)), Trait.of("CUSTOM_A"));
        assertThatThrownBy(() -> Ledger.decide(later, FIRST, command))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected rules version [1] but the region is in 7");
    }
}
