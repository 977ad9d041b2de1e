package dev.berth.auditor;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Refusal;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
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
        if (entry instanceof LogEntry.Readable readable) {
            return Optional.of(readable.command().kind());
        }
        return entry instanceof LogEntry.Malformed malformed ? Optional.of(malformed.commandKind()) : Optional.empty();
    }

    Optional<Origin> origin() {
        return entry instanceof LogEntry.Readable readable ? readable.sent().origin() : Optional.empty();
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
        return refusal()
                .map(refusal -> refusal.rejection().name())
                .orElse(decision.get().outcome().events().isEmpty() ? "unchanged" : "accepted");
    }
}
