package dev.berth.api.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.QueryString;
import dev.berth.api.problem.Problem;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Refusal;
import dev.berth.events.log.DecidedCommand;
import dev.berth.ledger.history.MentionedIds;
import dev.berth.ledger.history.Subject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of the decided commands are wanted: those of one of the kinds that name all the ids. A command names an id if
 * it says it itself, or what followed from it, or why it was refused.
 *
 * @param kinds empty for all
 */
record WatchFilter(ImmutableSortedSet<CommandKind> kinds, ImmutableList<Object> ids) {
    /** @throws dev.berth.api.problem.ProblemException 400 if something is no kind or no id */
    static WatchFilter of(QueryString query) {
        ImmutableSortedSet.Builder<CommandKind> kinds = ImmutableSortedSet.naturalOrder();
        for (String list : query.all("kinds")) {
            for (String name : list.split(",", -1)) {
                kinds.add(kind(name));
            }
        }
        ImmutableList.Builder<Object> ids = ImmutableList.builder();
        query.last("provider").ifPresent(id -> ids.add(((Subject.OfProvider) subject(Subject.Kind.PROVIDER, id)).id()));
        query.last("consumer").ifPresent(id -> ids.add(((Subject.OfConsumer) subject(Subject.Kind.CONSUMER, id)).id()));
        return new WatchFilter(kinds.build(), ids.build());
    }

    private static CommandKind kind(String name) {
        for (CommandKind kind : CommandKind.values()) {
            if (kind.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw Problem.badRequest("expected in kinds commands, with commas between, of "
                        + Arrays.stream(CommandKind.values()).map(Enum::name).collect(Collectors.joining(", "))
                        + ", but got '" + name + "'")
                .exception();
    }

    private static Subject subject(Subject.Kind kind, String id) {
        try {
            return Subject.of(kind, id, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).exception();
        }
    }

    boolean passes(DecidedCommand decided) {
        return (kinds.isEmpty() || kinds.contains(decided.decision().commandKind()))
                && ids.stream().allMatch(id -> names(decided, id));
    }

    private static boolean names(DecidedCommand decided, Object id) {
        return decided.entry() instanceof LogEntry.Readable readable && MentionedIds.any(readable.command(), id::equals)
                || MentionedIds.any(decided.decision().outcome().events(), id::equals)
                || decided.decision()
                        .outcome()
                        .refusal()
                        .map(Refusal::facts)
                        .filter(facts -> facts.containsValue(id.toString()))
                        .isPresent();
    }
}
