package dev.berth.ledger.rules;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.Drain;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.state.Catalogue;
import dev.berth.ledger.state.DeviceTables;
import dev.berth.ledger.state.LedgerView;
import dev.berth.ledger.state.RegionEdit;
import dev.berth.ledger.state.RulesVersion;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A view that counts what is asked of it: each question, and each element of an answer that is looked at. For one
 * thread.
 */
final class CountingView implements LedgerView {
    private final LedgerView view;
    private long steps;

    CountingView(LedgerView view) {
        this.view = view;
    }

    long steps() {
        return steps;
    }

    private LedgerView counted() {
        steps++;
        return view;
    }

    private <T> Iterable<T> counted(Iterable<T> elements) {
        return () -> {
            Iterator<T> each = elements.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public T next() {
                    steps++;
                    return each.next();
                }
            };
        };
    }

    @Override
    public RulesVersion rulesVersion() {
        return counted().rulesVersion();
    }

    @Override
    public Optional<Position> decided(CommandId command) {
        return counted().decided(command);
    }

    @Override
    public Optional<Provider> provider(ProviderId id) {
        return counted().provider(id);
    }

    @Override
    public Optional<ProviderId> providerNamed(String name) {
        return counted().providerNamed(name);
    }

    @Override
    public boolean hasChildren(ProviderId parent) {
        return counted().hasChildren(parent);
    }

    @Override
    public Iterable<ProviderId> childrenOf(ProviderId parent) {
        return counted(counted().childrenOf(parent));
    }

    @Override
    public boolean isInUse(ProviderId provider) {
        return counted().isInUse(provider);
    }

    @Override
    public Iterable<ConsumerId> consumersOn(ProviderId provider) {
        return counted(counted().consumersOn(provider));
    }

    @Override
    public ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider) {
        return counted().usage(provider);
    }

    @Override
    public Optional<Consumer> consumer(ConsumerId id) {
        return counted().consumer(id);
    }

    @Override
    public boolean isKnown(ResourceClass resourceClass) {
        return counted().isKnown(resourceClass);
    }

    @Override
    public boolean isInUse(ResourceClass custom) {
        return counted().isInUse(custom);
    }

    @Override
    public Iterable<ProviderId> providersWith(ResourceClass custom) {
        return counted(counted().providersWith(custom));
    }

    @Override
    public boolean isKnown(Trait trait) {
        return counted().isKnown(trait);
    }

    @Override
    public boolean isInUse(Trait trait) {
        return counted().isInUse(trait);
    }

    @Override
    public Optional<HostReport> hostReport(ProviderId host) {
        return counted().hostReport(host);
    }

    @Override
    public Optional<ProviderId> voucherOf(ProviderId provider) {
        return counted().voucherOf(provider);
    }

    @Override
    public Optional<Drain> drain(ProviderId host) {
        return counted().drain(host);
    }

    @Override
    public boolean hasDrains() {
        return counted().hasDrains();
    }

    @Override
    public Optional<Enrolment> enrolment(ProviderId host) {
        return counted().enrolment(host);
    }

    @Override
    public Optional<ProviderId> hostWith(HostKey key) {
        return counted().hostWith(key);
    }

    @Override
    public OptionalLong lastSequence(ProviderId host) {
        return counted().lastSequence(host);
    }

    @Override
    public Iterable<ConsumerId> guestsOn(ProviderId host) {
        return counted(counted().guestsOn(host));
    }

    @Override
    public Catalogue catalogue() {
        return counted().catalogue();
    }

    @Override
    public DeviceTables devices() {
        return counted().devices();
    }

    @Override
    public Optional<PciFlavor> flavor(String name) {
        return counted().flavor(name);
    }

    @Override
    public Optional<VouchedProvider> vouched(ProviderId provider) {
        return counted().vouched(provider);
    }

    @Override
    public boolean hasDepartures() {
        return counted().hasDepartures();
    }

    @Override
    public boolean isDeparting(ProviderId provider) {
        return counted().isDeparting(provider);
    }

    @Override
    public RegionEdit edit() {
        return counted().edit();
    }
}
