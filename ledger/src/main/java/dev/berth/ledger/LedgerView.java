package dev.berth.ledger;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import io.vavr.collection.TreeMap;
import java.util.Optional;

/**
 * All that a decision may ask of a region. There is nothing here to write with, and nothing that is not a fold of the log. A view and
 * an edit both have it; they say which tables they are at, and everything is asked of those.
 */
public interface LedgerView {
    /** The version of the rules that decides here now. */
    RulesVersion rulesVersion();

    Catalogue catalogue();

    ProviderTable providers();

    ConsumerTable consumers();

    /** What the agent of each host last vouched for. */
    TreeMap<ProviderId, HostReport> hosts();

    /** The PCI devices of each host. */
    DeviceTables devices();

    /** PCI flavors by name. */
    TreeMap<String, PciFlavor> flavors();

    RecentCommands recent();

    /** Where the command with this id was decided, if that is not long ago; see {@link RecentCommands}. */
    default Optional<Position> decided(CommandId command) {
        return recent().find(command).map(RecentCommands.Entry::position);
    }

    default Optional<Provider> provider(ProviderId id) {
        return providers().find(id);
    }

    default Optional<ProviderId> providerNamed(String name) {
        return providers().named(name);
    }

    default boolean hasChildren(ProviderId parent) {
        return providers().hasChildren(parent);
    }

    /** The direct children of a provider, ordered by id. */
    default Iterable<ProviderId> childrenOf(ProviderId parent) {
        return providers().childrenOf(parent);
    }

    /** Whether anything is allocated from the provider, or a device of it as a host is held. */
    default boolean isInUse(ProviderId provider) {
        return consumers().isInUse(provider) || devices().isBusy(provider);
    }

    /** Those who hold anything of the provider, ordered by id. */
    default Iterable<ConsumerId> consumersOn(ProviderId provider) {
        return consumers().on(provider);
    }

    /** How much of a class is allocated from the provider, in the units of the class. */
    default long used(ProviderId provider, ResourceClass resourceClass) {
        return consumers().used(provider, resourceClass);
    }

    default Optional<Consumer> consumer(ConsumerId id) {
        return consumers().find(id);
    }

    default boolean isKnown(ResourceClass resourceClass) {
        return catalogue().knows(resourceClass);
    }

    /** Whether any provider has an inventory of the class. */
    default boolean isInUse(ResourceClass resourceClass) {
        return providers().isInUse(resourceClass);
    }

    default boolean isKnown(Trait trait) {
        return catalogue().knows(trait);
    }

    /** Whether any provider has the trait. */
    default boolean isInUse(Trait trait) {
        return providers().isInUse(trait);
    }

    default Optional<HostReport> hostReport(ProviderId host) {
        return Optional.ofNullable(hosts().getOrElse(host, null));
    }

    /** Those whose guest sits on cells of the host, ordered by id. */
    default Iterable<ConsumerId> guestsOn(ProviderId host) {
        return consumers().guestsOn(host);
    }

    default Optional<PciFlavor> flavor(String name) {
        return Optional.ofNullable(flavors().getOrElse(name, null));
    }
}
