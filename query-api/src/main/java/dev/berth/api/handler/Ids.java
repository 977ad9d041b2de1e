package dev.berth.api.handler;

import dev.berth.api.command.Write;
import dev.berth.api.problem.Problem;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;
import java.util.UUID;

/** Reads identifiers where the API takes only the form with dashes: in paths, and as keys of objects. */
final class Ids {
    private Ids() {}

    static Optional<UUID> canonical(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            UUID value = UUID.fromString(text);
            return value.toString().equalsIgnoreCase(text) ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<ProviderId> provider(String text) {
        return canonical(text).map(ProviderId::new);
    }

    static Optional<ConsumerId> consumer(String text) {
        return canonical(text).map(ConsumerId::new);
    }

    /**
     * The provider that a path names.
     *
     * @throws dev.berth.api.problem.ProblemException 404 if there is none
     */
    static Provider requireProvider(RegionView view, String uuid) {
        return findProvider(view, uuid)
                .orElseThrow(() -> Problem.notFound(noProvider(uuid)).exception());
    }

    /**
     * The id of the provider that the path of a write names.
     *
     * @throws dev.berth.api.problem.ProblemException 404 if there is none, unless the write was answered before
     */
    static ProviderId requireProvider(Write write, String uuid) {
        return provider(uuid)
                .filter(id -> write.isRepeated() || write.view().provider(id).isPresent())
                .orElseThrow(() -> Problem.notFound(noProvider(uuid)).exception());
    }

    /** Whether the writer has seen the provider as it is. */
    static boolean isCurrent(Write write, ProviderId provider, long generation) {
        return write.view().provider(provider).map(Provider::generation).equals(Optional.of(generation));
    }

    static Optional<Provider> findProvider(RegionView view, String uuid) {
        return provider(uuid).flatMap(view::provider);
    }

    static String noProvider(String uuid) {
        return "No resource provider with uuid " + uuid + " found";
    }
}
