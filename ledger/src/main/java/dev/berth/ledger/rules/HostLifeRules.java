package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import dev.berth.events.command.RemoveHost;
import dev.berth.events.command.RenameHost;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Refusal.Fact;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.ProviderUpdated;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.host.HostHolders;
import dev.berth.ledger.host.Hosts;
import dev.berth.ledger.state.LedgerView;
import java.util.Optional;

/** The rules of how a host goes, and of how it gets another name. */
final class HostLifeRules {
    /** Holders that a refusal names; answers about a host name more. */
    private static final int NAMED_HOLDERS = 10;

    private HostLifeRules() {}

    /** The refusal for an unknown host; empty if there is one. */
    static Optional<Refusal> notAHost(LedgerView view, ProviderId id) {
        if (Hosts.isHost(view, id)) {
            return Optional.empty();
        }
        Refusal refusal = Refusal.of(Rejection.HOST_NOT_FOUND).with(Fact.HOST, id);
        return Optional.of(view.provider(id)
                .map(provider -> refusal.with(Fact.ROOT, provider.root()))
                .orElse(refusal));
    }

    static Outcome decide(LedgerView view, RemoveHost command) {
        Optional<Refusal> unknown = notAHost(view, command.host());
        if (unknown.isPresent()) {
            return Outcome.refused(unknown.get());
        }
        ImmutableList<ProviderId> tree = Hosts.tree(view, command.host());
        HostHolders holders = HostHolders.of(view, tree);
        if (!holders.holders().isEmpty() && command.forced().isEmpty()) {
            return Outcome.refused(held(Refusal.of(Rejection.HOST_IN_USE).with(Fact.HOST, command.host()), holders));
        }
        if (holders.holders().areMore()) {
            return Outcome.refused(Refusal.of(Rejection.HOST_TOO_WIDELY_HELD)
                    .with(Fact.HOST, command.host())
                    .with(Fact.LIMIT, Limits.HOST_HOLDERS_MAX));
        }
        // From here on it succeeds.
        return Outcome.accepted(new HostRemoval(view, command.host(), tree).events(holders.all()));
    }

    /** A refusal with how many hold something, and some of them. */
    static Refusal held(Refusal refusal, HostHolders holders) {
        Refusal counted = refusal.with(Fact.USED, holders.holders().countText());
        return HostHolders.text(holders.holders(), NAMED_HOLDERS)
                .map(consumers -> counted.with(Fact.CONSUMERS, consumers))
                .orElse(counted);
    }

    static Outcome decide(LedgerView view, RenameHost command) {
        Optional<Provider> root =
                Optional.of(command.host()).filter(id -> Hosts.isHost(view, id)).flatMap(view::provider);
        if (root.isEmpty()) {
            return Outcome.refused(notAHost(view, command.host())
                    .orElseGet(() -> Refusal.of(Rejection.PROVIDER_NOT_FOUND, command.host())));
        }
        if (root.get().name().equals(command.name())) {
            return Outcome.accepted();
        }
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        for (ProviderId id : Hosts.tree(view, command.host())) {
            Provider provider = view.existing(id);
            Optional<String> renamed = renamed(view, root.get(), provider, command.name());
            if (renamed.isPresent()) {
                if (view.providerNamed(renamed.get()).isPresent()) {
                    return Outcome.refused(taken(view, id, renamed.get()));
                }
                events.add(new ProviderUpdated(id, renamed.get(), provider.parent()));
            }
        }
        return Outcome.accepted(events.build());
    }

    /** The refusal that names the provider that already has the name. */
    static Refusal taken(LedgerView view, ProviderId provider, String name) {
        Refusal refusal = Refusal.ofName(Rejection.DUPLICATE_PROVIDER_NAME, provider, name);
        return view.providerNamed(name)
                .map(other -> refusal.with(Fact.OTHER, other))
                .orElse(refusal);
    }

    /**
     * The name of a provider of the tree after its host is called otherwise: another one for the host itself, and for
     * what its agent vouches for and names after it. A name that would be too long stays.
     */
    private static Optional<String> renamed(LedgerView view, Provider root, Provider provider, String name) {
        if (provider.id().equals(root.id())) {
            return Optional.of(name);
        }
        boolean isNamedAfterHost = provider.name().startsWith(root.name() + "_")
                && view.voucherOf(provider.id()).equals(Optional.of(root.id()));
        return Optional.of(provider.name())
                .filter(old -> isNamedAfterHost)
                .map(old -> name + old.substring(root.name().length()))
                .filter(renamed -> renamed.codePointCount(0, renamed.length()) <= Limits.PROVIDER_NAME_LENGTH_MAX);
    }
}
