package dev.berth.ledger.history;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import java.util.Optional;

/**
 * Finds, as a region's log is folded, the provider that has a name, or had it last: whoever asks for the history of a
 * host that is gone knows its name alone. For one thread.
 */
public final class LastNamed {
    private final StepwiseFold fold;
    private final String name;
    private final boolean isRoot;
    private Optional<ProviderId> id;

    /**
     * @param begin the region where reading begins
     * @param isRoot whether only the roots of trees are meant
     */
    public LastNamed(RegionFold begin, String name, boolean isRoot) {
        this.fold = new StepwiseFold(begin);
        this.name = name;
        this.isRoot = isRoot;
        this.id = in(begin.view());
    }

    /** Takes the region's next record. */
    public void take(LogEntry entry) {
        fold.take(entry, step -> in(step.after()).ifPresent(found -> id = Optional.of(found)));
    }

    /** The provider, as far as it was found by now. */
    public Optional<ProviderId> id() {
        return id;
    }

    private Optional<ProviderId> in(RegionView view) {
        return view.providers()
                .named(name)
                .flatMap(view::provider)
                .filter(provider -> !isRoot || provider.isRoot())
                .map(Provider::id);
    }
}
