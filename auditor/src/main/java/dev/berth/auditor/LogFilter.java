package dev.berth.auditor;

import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Origin;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.history.MentionedIds;
import java.util.Optional;

/**
 * Which records of the log are wanted: those that are all that is said here.
 *
 * @param provider named by the command, by what follows from it or by its refusal
 * @param consumer likewise
 * @param user who the caller said to be
 * @param project the caller's
 * @param agent the host whose agent sent it
 * @param request the id of the request or of the operation
 * @param refusal why it was refused
 */
public record LogFilter(
        Optional<Region> region,
        Optional<CommandKind> kind,
        Optional<ProviderId> provider,
        Optional<ConsumerId> consumer,
        Optional<String> user,
        Optional<String> project,
        Optional<String> agent,
        Optional<String> request,
        Optional<Rejection> refusal) {
    /** All of them. */
    public static final LogFilter NONE = new LogFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    boolean passes(LogLine line) {
        return (region.isEmpty() || region.equals(line.region()))
                && (kind.isEmpty() || kind.equals(line.kind()))
                && (refusal.isEmpty() || refusal.equals(line.refusal().map(Refusal::rejection)))
                && isFrom(line.origin())
                && provider.filter(id -> !names(line, id)).isEmpty()
                && consumer.filter(id -> !names(line, id)).isEmpty();
    }

    private boolean isFrom(Optional<Origin> origin) {
        return (user.isEmpty() || user.equals(origin.flatMap(Origin::userId)))
                && (project.isEmpty() || project.equals(origin.flatMap(Origin::projectId)))
                && (agent.isEmpty() || agent.equals(origin.flatMap(Origin::agentHost)))
                && (request.isEmpty()
                        || request.equals(origin.flatMap(Origin::requestId))
                        || request.equals(origin.flatMap(Origin::globalRequestId)));
    }

    private static boolean names(LogLine line, Object id) {
        return line.entry() instanceof LogEntry.Readable readable && MentionedIds.any(readable.command(), id::equals)
                || line.decision()
                        .filter(decision -> MentionedIds.any(decision.outcome().events(), id::equals))
                        .isPresent()
                || line.refusal()
                        .filter(refusal -> refusal.facts().containsValue(id.toString()))
                        .isPresent();
    }
}
