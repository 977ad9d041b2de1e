package dev.berth.ledger.candidate.explain;

import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.search.Reason;
import dev.berth.ledger.state.RegionView;

/** The names that explanations give providers beside their ids. */
record ProviderNames(RegionView view) {
    /** The name of a provider; empty if the region has none with this id. */
    String of(ProviderId id) {
        return view.provider(id).map(Provider::name).orElse("");
    }

    Lack lack(Reason reason, String suffix, ProviderId provider, String text) {
        return new Lack(reason, suffix, provider, of(provider), text);
    }
}
