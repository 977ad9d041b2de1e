package dev.berth.api.server;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableMap;
import dev.berth.api.http.Call;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Limits;
import dev.berth.ledger.history.Subject;
import dev.berth.ledger.history.Subject.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a history is asked of. A provider or a host may be named by its name, and whose that is only the log says.
 *
 * @param known the subject, where it is not named by a name
 */
record AskedSubject(Kind kind, String id, Optional<String> host, Optional<Subject> known) {
    /** @throws dev.berth.api.problem.ProblemException 404 if nothing of that kind has a history, 400 if no id is one */
    static AskedSubject of(Call call) {
        Kind kind = Kind.parse(call.parameter("kind"))
                .orElseThrow(() -> Problem.notFound(
                                "No history is kept of a " + call.parameter("kind") + ", only of: " + Kind.all() + ".")
                        .exception());
        return of(kind, call.parameter("id"), call.query().last("host"));
    }

    private static AskedSubject of(Kind kind, String id, Optional<String> host) {
        boolean isByName = isName(kind, id);
        Optional<String> hostName = host.filter(given -> isName(Kind.HOST, given));
        requireShort(isByName ? Optional.of(id) : Optional.empty());
        requireShort(hostName);
        // With any host instead of the one that has the name, so that what is wrong besides is said at once.
        Optional<String> someHost =
                hostName.map(name -> new UUID(0, 0).toString()).or(() -> host);
        Subject subject = subject(kind, isByName ? new UUID(0, 0).toString() : id, someHost);
        return new AskedSubject(
                kind, id, host, isByName || hostName.isPresent() ? Optional.empty() : Optional.of(subject));
    }

    /** @throws dev.berth.api.problem.ProblemException 400 if it is no id */
    static ConsumerId consumer(Call call) {
        return ((Subject.OfConsumer) subject(Kind.CONSUMER, call.parameter("id"), Optional.empty())).id();
    }

    /** Whether a host or another provider is named, and not by its id. */
    private static boolean isName(Kind kind, String text) {
        return (kind == Kind.HOST || kind == Kind.PROVIDER) && !isUuid(text);
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static void requireShort(Optional<String> name) {
        name.filter(text -> text.length() > Limits.PROVIDER_NAME_LENGTH_MAX).ifPresent(text -> {
            throw Problem.badRequest("expected a UUID, or a name of at most " + Limits.PROVIDER_NAME_LENGTH_MAX
                            + " characters, but got " + quoted(text))
                    .exception();
        });
    }

    private static Subject subject(Kind kind, String id, Optional<String> host) {
        try {
            return Subject.of(kind, id, host);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage()).exception();
        }
    }

    /** The subject, whose name is looked up in the log if need be. */
    Subject in(KnownPart part) {
        return known.orElseGet(() -> subject(
                kind,
                isName(kind, id) ? part.named(id, kind == Kind.HOST).toString() : id,
                host.map(given ->
                        isName(Kind.HOST, given) ? part.named(given, true).toString() : given)));
    }

    /** What was asked of, and for a name whose that is. */
    Map<String, Object> values(Subject subject) {
        return ImmutableMap.of(
                "kind",
                kind.text(),
                "id",
                isName(kind, id) ? providerId(subject) : id,
                "name",
                isName(kind, id) ? Optional.of(id) : Optional.empty());
    }

    private static String providerId(Subject subject) {
        return subject instanceof Subject.OfHost host
                ? host.id().toString()
                : ((Subject.OfProvider) subject).id().toString();
    }
}
