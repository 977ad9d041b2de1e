package dev.berth.ledger.whatif;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.HostReport;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.Touched;
import dev.berth.ledger.whatif.StrandedHolding.Cause;
import dev.berth.resource.integer.IntegerInventory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what a hypothesis would strand: what consumers hold that they could not be given any more, and could have been
 * given before. It looks at what the commands have changed, and at all who hold something of that. For one thread.
 */
public final class StrandedHoldings {
    private final RegionView base;
    private final RegionView view;
    private final Touched touched;
    private final ImpossibleHoldings before;
    private final ImpossibleHoldings after;
    private final Runnable check;

    private StrandedHoldings(Hypothesis hypothesis, Runnable check) {
        this.check = check;
        this.base = hypothesis.base();
        this.view = hypothesis.view();
        this.touched = hypothesis.touched();
        this.before = new ImpossibleHoldings(base);
        this.after = new ImpossibleHoldings(view);
    }

    /** In order of the consumers. */
    public static ImmutableSortedSet<StrandedHolding> by(Hypothesis hypothesis) {
        return by(hypothesis, () -> {});
    }

    /**
     * The same, as long as somebody waits for it.
     *
     * @param check called before each provider and consumer that is looked at; what it throws ends the search
     */
    public static ImmutableSortedSet<StrandedHolding> by(Hypothesis hypothesis, Runnable check) {
        StrandedHoldings stranded = new StrandedHoldings(hypothesis, check);
        stranded.look();
        RemovedHoldings removed = new RemovedHoldings();
        hypothesis.tried().forEach(removed::take);
        TreeSet<StrandedHolding> all = removed.found();
        stranded.after.found().stream().filter(stranded::isWorse).forEach(all::add);
        return ImmutableSortedSet.copyOfSorted(all);
    }

    private void look() {
        providers().stream().filter(id -> hasOtherAmounts(id) || isOverfull(id)).forEach(id -> {
            check.run();
            before.lookAtAmounts(id);
            after.lookAtAmounts(id);
        });
        for (ConsumerId consumer : touched.consumers()) {
            check.run();
            before.lookAtAmounts(consumer);
            after.lookAtAmounts(consumer);
        }
        for (ProviderId host : touched.devices()) {
            check.run();
            before.lookAtDevices(host);
            after.lookAtDevices(host);
        }
        for (ProviderId host : drains()) {
            check.run();
            before.lookAtDrain(host);
            after.lookAtDrain(host);
        }
        for (ProviderId host : cells()) {
            check.run();
            before.lookAtCells(host);
            after.lookAtCells(host);
        }
    }

    /** Those that were touched or are used by others, and what the agents of hosts that were touched vouch for. */
    private Set<ProviderId> providers() {
        TreeSet<ProviderId> providers = new TreeSet<>(touched.providers());
        providers.addAll(touched.usages());
        for (ProviderId host : touched.reports()) {
            view.hostReport(host).map(HostReport::vouched).ifPresent(vouched -> providers.addAll(vouched.keySet()));
        }
        return providers;
    }

    /** A claim touches its providers, but nobody else's amounts become possible or impossible by it. */
    private boolean hasOtherAmounts(ProviderId id) {
        return !inventories(base, id).equals(inventories(view, id))
                || !base.vouched(id).equals(view.vouched(id));
    }

    /** An import takes over what was granted elsewhere, whatever the capacity is here. */
    private boolean isOverfull(ProviderId id) {
        return inventories(view, id).entrySet().stream()
                .anyMatch(inventory -> IntegerInventory.of(inventory.getValue(), view.used(id, inventory.getKey()))
                                .available()
                        < 0);
    }

    /**
     * The hosts that were drained, that have other trees than before, or of which something is held by others: even of
     * a drained host a consumer takes over what another one lets go of in the same command.
     */
    private Set<ProviderId> drains() {
        TreeSet<ProviderId> hosts = new TreeSet<>(touched.drains());
        hosts.addAll(touched.devices());
        touched.usages().forEach(id -> view.provider(id).map(Provider::root).ifPresent(hosts::add));
        for (ProviderId id : touched.providers()) {
            Optional<ProviderId> root = view.provider(id).map(Provider::root);
            if (!root.equals(base.provider(id).map(Provider::root))) {
                root.ifPresent(hosts::add);
            }
        }
        return hosts;
    }

    /** The hosts that may have other cells, and those that have other guests. */
    private Set<ProviderId> cells() {
        TreeSet<ProviderId> hosts = new TreeSet<>(touched.reports());
        touched.providers().stream().filter(this::hasOtherAmounts).forEach(hosts::add);
        for (ConsumerId consumer : touched.consumers()) {
            view.consumer(consumer).flatMap(there -> there.placement()).ifPresent(on -> hosts.add(on.host()));
        }
        return hosts;
    }

    private static Map<ResourceClass, InventoryRecord> inventories(RegionView in, ProviderId id) {
        return in.provider(id)
                .<Map<ResourceClass, InventoryRecord>>map(Provider::inventories)
                .orElse(ImmutableSortedMap.of());
    }

    /** Whether it was not so before; of a class, whether less was used beyond the capacity. */
    private boolean isWorse(StrandedHolding now) {
        return now.cause() == Cause.CAPACITY_EXCEEDED
                ? now.used() - now.capacity()
                        > excess(now.provider(), now.resourceClass().orElseThrow())
                : !before.found().contains(now);
    }

    private long excess(ProviderId provider, ResourceClass resourceClass) {
        InventoryRecord inventory = inventories(base, provider).get(resourceClass);
        return inventory == null
                ? 0
                : Math.max(
                        0,
                        -IntegerInventory.of(inventory, base.used(provider, resourceClass))
                                .available());
    }
}
