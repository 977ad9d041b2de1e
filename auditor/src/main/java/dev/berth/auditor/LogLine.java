package dev.berth.auditor;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.RecordValues;
import java.util.Optional;

/**
 * One record of the log, decoded, with what was recorded of the decision that it came to.
 *
 * @param region the region that it belongs to; empty for a foreign record, which changes none
 * @param whyForeign why there is no region; empty if there is one
 * @param decision empty if none was found: it is not decided yet, or was never
 */
public record LogLine(
        Position position, Optional<Region> region, String whyForeign, LogEntry entry, Optional<Decision> decision) {
    LogLine with(Decision found) {
        return new LogLine(position, region, whyForeign, entry, Optional.of(found));
    }

    /** Which command it is; empty if it cannot be read. */
    Optional<CommandKind> kind() {
        return RecordValues.kind(entry);
    }

    Optional<Origin> origin() {
        return RecordValues.origin(entry);
    }

    Optional<Refusal> refusal() {
        return decision.flatMap(found -> found.outcome().refusal());
    }

    /** What became of it in a word or two. */
    String outcome() {
        if (region.isEmpty()) {
            return "foreign";
        }
        if (decision.isEmpty()) {
            return entry instanceof LogEntry.Unreadable ? "unreadable" : "not decided";
        }
        return RecordValues.outcome(decision.get().outcome());
    }
}
