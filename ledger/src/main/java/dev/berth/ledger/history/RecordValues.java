package dev.berth.ledger.history;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.Origin;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * A record of the log with what was decided of it, as plain values like those of {@link HistoryValues}: one form for
 * all who show records. Stateless.
 */
public final class RecordValues {
    private RecordValues() {}

    /** A command that was decided. */
    public static ImmutableMap<String, Object> of(Region region, LogEntry entry, Decision decision) {
        return of(
                decision.position(),
                Optional.of(region),
                entry,
                Optional.of(decision),
                outcome(decision.outcome()),
                Optional.empty());
    }

    /**
     * Any record.
     *
     * @param outcome what became of it in a word or two
     * @param whyForeign why it belongs to no region; empty if it belongs to one
     */
    public static ImmutableMap<String, Object> of(
            Position position,
            Optional<Region> region,
            LogEntry entry,
            Optional<Decision> decision,
            String outcome,
            Optional<String> whyForeign) {
        ImmutableMap.Builder<String, Object> values = ImmutableMap.<String, Object>builder()
                .putAll(HistoryValues.of(position))
                .put("region", region.map(Region::name))
                .put("command", kind(entry).map(Enum::name))
                .put("origin", origin(entry).map(HistoryValues::of))
                .put("outcome", outcome)
                .put(
                        "refusal",
                        decision.flatMap(found -> found.outcome().refusal()).map(HistoryValues::of));
        whyForeign.or(() -> problem(entry)).ifPresent(problem -> values.put("problem", problem));
        if (entry instanceof LogEntry.Readable readable) {
            values.put("content", PlainRecord.of(readable.command()));
        }
        return values.put("rules_version", decision.map(Decision::rulesVersion))
                .put(
                        "events",
                        decision.stream()
                                .flatMap(found -> found.outcome().events().stream())
                                .map(event ->
                                        ImmutableMap.of("kind", event.kind().name(), "event", PlainRecord.of(event)))
                                .collect(ImmutableList.toImmutableList()))
                .build();
    }

    /** What a decision came to in a word: accepted, unchanged, or the code of its refusal. */
    public static String outcome(Outcome outcome) {
        return outcome.refusal()
                .map(refusal -> refusal.rejection().name())
                .orElse(outcome.events().isEmpty() ? "unchanged" : "accepted");
    }

    /** Which command a record is; empty if it cannot be read. */
    public static Optional<CommandKind> kind(LogEntry entry) {
        if (entry instanceof LogEntry.Readable readable) {
            return Optional.of(readable.command().kind());
        }
        return entry instanceof LogEntry.Malformed malformed ? Optional.of(malformed.commandKind()) : Optional.empty();
    }

    /** Who sent a record, as far as it says. */
    public static Optional<Origin> origin(LogEntry entry) {
        return entry instanceof LogEntry.Readable readable ? readable.sent().origin() : Optional.empty();
    }

    private static Optional<String> problem(LogEntry entry) {
        if (entry instanceof LogEntry.Malformed malformed) {
            return Optional.of(malformed.reason());
        }
        return entry instanceof LogEntry.Unreadable unreadable ? Optional.of(unreadable.reason()) : Optional.empty();
    }
}
