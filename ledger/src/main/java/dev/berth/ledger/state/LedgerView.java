package dev.berth.ledger.state;

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
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that a decision may ask of a region. There is nothing here to write with, and nothing that is not a fold of the
 * log.
 */
public interface LedgerView {
    /** The version of the rules that decides here now. */
    RulesVersion rulesVersion();

    /** The resource classes and traits that there are. */
    Catalogue catalogue();

    /** The PCI devices of each host. */
    DeviceTables devices();

    /** Where the command with this id was decided, if that is not long ago; see {@link RecentCommands}. */
    Optional<Position> decided(CommandId command);

    Optional<Provider> provider(ProviderId id);

    /** The provider that an event or a checked command names: that it is there was made sure of before. */
    default Provider existing(ProviderId id) {
        return provider(id)
                .orElseThrow(() -> new IllegalStateException("expected provider " + id + " but there is none"));
    }

    Optional<ProviderId> providerNamed(String name);

    boolean hasChildren(ProviderId parent);

    /** The direct children of a provider, ordered by id. */
    Iterable<ProviderId> childrenOf(ProviderId parent);

    /** Whether anything is allocated from the provider, or a device of it as a host is held. */
    boolean isInUse(ProviderId provider);

    /** Those who hold anything of the provider, ordered by id. */
    Iterable<ConsumerId> consumersOn(ProviderId provider);

    /** What is allocated from the provider, in the units of each class; nothing of a class that is not in it. */
    ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider);

    /** How much of a class is allocated from the provider, in the units of the class. */
    default long used(ProviderId provider, ResourceClass resourceClass) {
        return usage(provider).getOrDefault(resourceClass, 0L);
    }

    Optional<Consumer> consumer(ConsumerId id);

    boolean isKnown(ResourceClass resourceClass);

    /** Whether any provider has an inventory of the custom class. */
    boolean isInUse(ResourceClass custom);

    /** The providers that have an inventory of the custom class, ordered by id. */
    Iterable<ProviderId> providersWith(ResourceClass custom);

    boolean isKnown(Trait trait);

    /** Whether any provider has the trait. */
    boolean isInUse(Trait trait);

    Optional<HostReport> hostReport(ProviderId host);

    /** The host whose agent vouches for the provider. */
    Optional<ProviderId> voucherOf(ProviderId provider);

    /** What its agent last said of the provider; empty if none vouches for it. */
    Optional<VouchedProvider> vouched(ProviderId provider);

    /** Whether an agent has left out anything that is still there because it is held. */
    boolean hasDepartures();

    /** Whether the provider, or a class of it, is such a thing. */
    boolean isDeparting(ProviderId provider);

    /** A change in the making that begins with this view, to see what events would make of it. */
    RegionEdit edit();

    /** What lets the agent of the host report; empty if the host is not enrolled. */
    Optional<Enrolment> enrolment(ProviderId host);

    /** The host that the key is enrolled for. */
    Optional<ProviderId> hostWith(HostKey key);

    /** The number of the host's last report that had one and was accepted, whether it is enrolled or not. */
    OptionalLong lastSequence(ProviderId host);

    /** Why and since when new consumers are kept off the host; empty if it is not drained. */
    Optional<Drain> drain(ProviderId host);

    /** Whether any host is drained. */
    boolean hasDrains();

    /** Those whose guest sits on cells of the host, ordered by id. */
    Iterable<ConsumerId> guestsOn(ProviderId host);

    Optional<PciFlavor> flavor(String name);
}
