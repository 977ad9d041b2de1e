package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Iterables;
import dev.berth.events.command.DrainHost;
import dev.berth.events.command.UndrainHost;
import dev.berth.events.decision.Outcome;
import dev.berth.events.decision.Refusal;
import dev.berth.events.decision.Rejection;
import dev.berth.events.event.Event;
import dev.berth.events.event.HostDrained;
import dev.berth.events.event.HostUndrained;
import dev.berth.events.event.TraitsReplaced;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Trait;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import java.util.Optional;

/**
 * The rules of drains: whom a drain keeps out is the claims' to say, and here is when there is one. As long as there
 * is, the root has the trait that says so, whatever anybody writes to it.
 */
final class DrainRules {
    private DrainRules() {}

    static Outcome decide(LedgerView view, DrainHost command) {
        Optional<Refusal> unknown = HostLifeRules.notAHost(view, command.host());
        if (unknown.isPresent()) {
            return Outcome.refused(unknown.get());
        }
        Optional<Drain> before = view.drain(command.host());
        if (before.map(Drain::reason).equals(Optional.of(command.reason()))) {
            return Outcome.accepted();
        }
        Optional<Provider> root = view.provider(command.host());
        boolean isDisabled = root.filter(provider -> provider.traits().contains(Drain.DISABLED))
                .isPresent();
        Event drained = new HostDrained(
                command.host(), command.reason(), before.map(Drain::wasDisabled).orElse(isDisabled));
        if (root.isEmpty() || isDisabled) {
            return Outcome.accepted(drained);
        }
        ImmutableSortedSet<Trait> traits = withDisabled(root.get().traits());
        return traits.size() > Limits.PROVIDER_TRAITS_MAX
                ? Outcome.refused(Refusal.of(Rejection.PROVIDER_TOO_LARGE, command.host()))
                : Outcome.accepted(
                        drained, new TraitsReplaced(command.host(), root.get().generation() + 1, traits));
    }

    static Outcome decide(LedgerView view, UndrainHost command) {
        Optional<Refusal> unknown = HostLifeRules.notAHost(view, command.host());
        return unknown.isPresent() ? Outcome.refused(unknown.get()) : Outcome.accepted(undrained(view, command.host()));
    }

    /** What ends the drain of a host, if it is drained. */
    static ImmutableList<Event> undrained(LedgerView view, ProviderId host) {
        Optional<Drain> drain = view.drain(host);
        if (drain.isEmpty()) {
            return ImmutableList.of();
        }
        Event undrained = new HostUndrained(host);
        Optional<Provider> root =
                view.provider(host).filter(provider -> provider.traits().contains(Drain.DISABLED));
        boolean isDisabledBesides = drain.get().wasDisabled() || isVouchedDisabled(view, host);
        return root.isEmpty() || isDisabledBesides
                ? ImmutableList.of(undrained)
                : ImmutableList.of(
                        undrained,
                        new TraitsReplaced(
                                host,
                                root.get().generation() + 1,
                                ImmutableSortedSet.copyOf(Iterables.filter(
                                        root.get().traits(), trait -> !trait.equals(Drain.DISABLED)))));
    }

    private static boolean isVouchedDisabled(LedgerView view, ProviderId host) {
        return view.hostReport(host)
                .map(report -> report.vouched().get(host))
                .filter(vouched -> vouched.traits().contains(Drain.DISABLED))
                .isPresent();
    }

    /**
     * What ends the drain of something that is no longer a host once this provider is gone; empty if it still is one.
     */
    static ImmutableList<Event> goneWith(LedgerView view, ProviderId provider) {
        return view.drain(provider).isPresent() && view.enrolment(provider).isEmpty()
                ? ImmutableList.of(new HostUndrained(provider))
                : ImmutableList.of();
    }

    /** The traits that a provider has once these are written to it: a drained one is disabled as well. */
    static ImmutableSortedSet<Trait> kept(LedgerView view, ProviderId provider, ImmutableSortedSet<Trait> written) {
        return view.drain(provider).isEmpty() || written.contains(Drain.DISABLED) ? written : withDisabled(written);
    }

    /**
     * An event that says that only the drain wants the provider disabled now, if these traits are the first that
     * say so.
     */
    static Optional<Event> enabledBesides(LedgerView view, ProviderId provider, ImmutableSortedSet<Trait> written) {
        return view.drain(provider)
                .filter(drain -> drain.wasDisabled() && !written.contains(Drain.DISABLED))
                .map(drain -> new HostDrained(provider, drain.reason(), false));
    }

    private static ImmutableSortedSet<Trait> withDisabled(ImmutableSortedSet<Trait> traits) {
        return ImmutableSortedSet.<Trait>naturalOrder()
                .addAll(traits)
                .add(Drain.DISABLED)
                .build();
    }

    static RegionEdit evolve(RegionEdit edit, long nowMs, HostDrained event) {
        long sinceMs = edit.drain(event.host()).map(Drain::sinceMs).orElse(nowMs);
        return edit.put(new Drain(event.host(), event.reason(), sinceMs, event.wasDisabled()));
    }

    static RegionEdit evolve(RegionEdit edit, HostUndrained event) {
        return edit.removeDrain(event.host());
    }
}
