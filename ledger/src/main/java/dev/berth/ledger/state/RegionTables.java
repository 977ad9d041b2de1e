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
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.events.model.VouchedProvider;
import dev.berth.ledger.chain.Chain;
import dev.berth.ledger.forest.Forest;
import io.vavr.collection.TreeMap;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables of a region, in a view or in an edit, and how what a decision asks is answered from them. */
interface RegionTables extends LedgerView {
    Region region();

    /** The last command that is in it. */
    Position position();

    /** The consumers of each project, for queries. */
    ProjectIndex projects();

    /** The providers' trees and what is free in them, for searches. */
    Forest forest();

    /** The head of the chain of all decisions so far. */
    Chain chain();

    ProviderTable providers();

    ConsumerTable consumers();

    /** What the agent of each host last vouched for. */
    HostTable hosts();

    /** The hosts whose agents may report. */
    EnrolmentTable enrolments();

    /** The number of each host's last report that had one. */
    TreeMap<ProviderId, Long> sequences();

    /** The hosts that new consumers are kept off. */
    TreeMap<ProviderId, Drain> drains();

    /** PCI flavors by name. */
    TreeMap<String, PciFlavor> flavors();

    RecentCommands recent();

    @Override
    default Optional<Position> decided(CommandId command) {
        return recent().find(command).map(RecentCommands.Entry::position);
    }

    @Override
    default Optional<Provider> provider(ProviderId id) {
        return providers().find(id);
    }

    @Override
    default Optional<ProviderId> providerNamed(String name) {
        return providers().named(name);
    }

    @Override
    default boolean hasChildren(ProviderId parent) {
        return providers().hasChildren(parent);
    }

    @Override
    default Iterable<ProviderId> childrenOf(ProviderId parent) {
        return providers().childrenOf(parent);
    }

    @Override
    default boolean isInUse(ProviderId provider) {
        return consumers().isInUse(provider) || devices().isBusy(provider);
    }

    @Override
    default Iterable<ConsumerId> consumersOn(ProviderId provider) {
        return consumers().on(provider);
    }

    @Override
    default ImmutableSortedMap<ResourceClass, Long> usage(ProviderId provider) {
        return consumers().usage(provider);
    }

    @Override
    default Optional<Consumer> consumer(ConsumerId id) {
        return consumers().find(id);
    }

    @Override
    default boolean isKnown(ResourceClass resourceClass) {
        return catalogue().knows(resourceClass);
    }

    @Override
    default boolean isInUse(ResourceClass custom) {
        return providers().isInUse(custom);
    }

    @Override
    default Iterable<ProviderId> providersWith(ResourceClass custom) {
        return providers().offering(custom);
    }

    @Override
    default boolean isKnown(Trait trait) {
        return catalogue().knows(trait);
    }

    @Override
    default boolean isInUse(Trait trait) {
        return providers().isInUse(trait);
    }

    @Override
    default Optional<HostReport> hostReport(ProviderId host) {
        return hosts().find(host);
    }

    @Override
    default Optional<ProviderId> voucherOf(ProviderId provider) {
        return hosts().voucherOf(provider);
    }

    @Override
    default Optional<VouchedProvider> vouched(ProviderId provider) {
        return hosts().vouched(provider);
    }

    @Override
    default boolean hasDepartures() {
        return hosts().hasDepartures();
    }

    @Override
    default boolean isDeparting(ProviderId provider) {
        return hosts().isDeparting(provider);
    }

    @Override
    default Optional<Enrolment> enrolment(ProviderId host) {
        return enrolments().find(host);
    }

    @Override
    default Optional<ProviderId> hostWith(HostKey key) {
        return enrolments().hostWith(key);
    }

    @Override
    default OptionalLong lastSequence(ProviderId host) {
        Long last = sequences().getOrElse(host, null);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    @Override
    default Optional<Drain> drain(ProviderId host) {
        return Optional.ofNullable(drains().getOrElse(host, null));
    }

    @Override
    default boolean hasDrains() {
        return !drains().isEmpty();
    }

    @Override
    default Iterable<ConsumerId> guestsOn(ProviderId host) {
        return consumers().guestsOn(host);
    }

    @Override
    default Optional<PciFlavor> flavor(String name) {
        return Optional.ofNullable(flavors().getOrElse(name, null));
    }
}
