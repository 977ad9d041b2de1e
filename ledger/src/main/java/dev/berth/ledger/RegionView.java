package dev.berth.ledger;

import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.Position;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.ledger.forest.Forest;
import io.vavr.collection.TreeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is so in one region at one position of its log: the state as a value. Decisions, queries and digests all read
 * it; {@link Ledger#evolve} makes the next one from it. Immutable, so any thread may read it without a lock for as long as it
 * likes; almost all of it is shared between one view and the next.
 *
 * @param position the last command that is in it
 * @param rulesVersion the version of the rules that decides the next command
 * @param forest the providers' trees and what is free in them, for searches; derived from providers and consumers
 * @param hosts what the agent of each host last vouched for
 * @param devices the PCI devices of each host
 * @param flavors PCI flavors by name
 */
public record RegionView(
        Region region,
        Position position,
        int rulesVersion,
        Catalogue catalogue,
        ProviderTable providers,
        ConsumerTable consumers,
        Forest forest,
        TreeMap<ProviderId, HostReport> hosts,
        DeviceTables devices,
        TreeMap<String, PciFlavor> flavors,
        RecentCommands recent)
        implements LedgerView {
    /** A region to which nothing has been written yet. */
    public static RegionView empty(Region region) {
        return new RegionView(
                region,
                Position.NONE,
                Ledger.FIRST_RULES_VERSION,
                Catalogue.STANDARD,
                ProviderTable.EMPTY,
                ConsumerTable.EMPTY,
                Forest.EMPTY,
                TreeMap.empty(),
                DeviceTables.EMPTY,
                TreeMap.empty(),
                RecentCommands.NONE);
    }

    @Override
    public Optional<Position> decided(CommandId command) {
        return recent.find(command);
    }

    @Override
    public Optional<Provider> provider(ProviderId id) {
        return providers.find(id);
    }

    @Override
    public Optional<ProviderId> providerNamed(String name) {
        return providers.named(name);
    }

    @Override
    public boolean hasChildren(ProviderId parent) {
        return providers.hasChildren(parent);
    }

    @Override
    public Iterable<ProviderId> childrenOf(ProviderId parent) {
        return providers.childrenOf(parent);
    }

    @Override
    public boolean isInUse(ProviderId provider) {
        return consumers.isInUse(provider) || devices.isBusy(provider);
    }

    @Override
    public Iterable<ConsumerId> consumersOn(ProviderId provider) {
        return consumers.on(provider);
    }

    @Override
    public long used(ProviderId provider, ResourceClass resourceClass) {
        return consumers.used(provider, resourceClass);
    }

    @Override
    public Optional<Consumer> consumer(ConsumerId id) {
        return consumers.find(id);
    }

    @Override
    public boolean isKnown(ResourceClass resourceClass) {
        return catalogue.knows(resourceClass);
    }

    @Override
    public boolean isInUse(ResourceClass resourceClass) {
        return providers.isInUse(resourceClass);
    }

    @Override
    public Iterable<ProviderId> providersWith(ResourceClass custom) {
        return providers.offering(custom);
    }

    @Override
    public boolean isKnown(Trait trait) {
        return catalogue.knows(trait);
    }

    @Override
    public boolean isInUse(Trait trait) {
        return providers.isInUse(trait);
    }

    @Override
    public Optional<HostReport> hostReport(ProviderId host) {
        return Optional.ofNullable(hosts.getOrElse(host, null));
    }

    @Override
    public Iterable<ConsumerId> guestsOn(ProviderId host) {
        return consumers.guestsOn(host);
    }

    @Override
    public Optional<PciFlavor> flavor(String name) {
        return Optional.ofNullable(flavors.getOrElse(name, null));
    }

    RegionView with(Catalogue changed) {
        return new RegionView(
                region, position, rulesVersion, changed, providers, consumers, forest, hosts, devices, flavors, recent);
    }

    /** This view with other generations of its providers, and nothing else of them. */
    RegionView withGenerations(ProviderTable changed) {
        return new RegionView(
                region, position, rulesVersion, catalogue, changed, consumers, forest, hosts, devices, flavors, recent);
    }

    /** This view with other providers, which differ from before in the trees of the given roots, before or after. */
    RegionView with(ProviderTable changed, ProviderId... roots) {
        Forest grown = forest;
        for (ProviderId root : roots) {
            grown = grown(grown, changed, consumers, root);
        }
        return new RegionView(
                region, position, rulesVersion, catalogue, changed, consumers, grown, hosts, devices, flavors, recent);
    }

    /** This view with other consumers; what is used differs only of the touched providers. */
    RegionView with(ConsumerTable changed, Iterable<ProviderId> touched) {
        java.util.TreeMap<ProviderId, List<ProviderId>> byRoot = new java.util.TreeMap<>();
        for (ProviderId provider : touched) {
            byRoot.computeIfAbsent(providers.find(provider).orElseThrow().root(), root -> new ArrayList<>())
                    .add(provider);
        }
        Forest used = forest.withUsage(byRoot, changed::used);
        return new RegionView(
                region, position, rulesVersion, catalogue, providers, changed, used, hosts, devices, flavors, recent);
    }

    /** This view with other providers and consumers, about which nothing is known. */
    RegionView with(ProviderTable providersChanged, ConsumerTable consumersChanged) {
        Forest grown = Forest.EMPTY;
        for (Provider provider : providersChanged.all()) {
            grown = provider.isRoot() ? grown(grown, providersChanged, consumersChanged, provider.id()) : grown;
        }
        return new RegionView(
                region,
                position,
                rulesVersion,
                catalogue,
                providersChanged,
                consumersChanged,
                grown,
                hosts,
                devices,
                flavors,
                recent);
    }

    private static Forest grown(Forest forest, ProviderTable providers, ConsumerTable consumers, ProviderId root) {
        if (providers.find(root).map(Provider::isRoot).orElse(false)) {
            return forest.with(providers.tree(root), consumers::used);
        }
        return forest.tree(root).isPresent() ? forest.without(root) : forest;
    }

    RegionView with(TreeMap<ProviderId, HostReport> changed) {
        return new RegionView(
                region,
                position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                forest,
                changed,
                devices,
                flavors,
                recent);
    }

    RegionView with(DeviceTables changed) {
        return new RegionView(
                region,
                position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                forest,
                hosts,
                changed,
                flavors,
                recent);
    }

    RegionView withFlavors(TreeMap<String, PciFlavor> changed) {
        return new RegionView(
                region,
                position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                forest,
                hosts,
                devices,
                changed,
                recent);
    }

    RegionView withRules(int version) {
        return new RegionView(
                region, position, version, catalogue, providers, consumers, forest, hosts, devices, flavors, recent);
    }

    /** This view after the command at a position has been decided; one that had waited may stand before the newest. */
    RegionView decidedAt(Position decided, CommandId command) {
        return new RegionView(
                region,
                decided.compareTo(position) > 0 ? decided : position,
                rulesVersion,
                catalogue,
                providers,
                consumers,
                forest,
                hosts,
                devices,
                flavors,
                recent.find(command).isPresent() ? recent : recent.with(command, decided));
    }
}
