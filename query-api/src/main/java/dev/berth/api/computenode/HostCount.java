package dev.berth.api.computenode;

import dev.berth.computenode.ComputeNode;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.computenode.LegacyStock;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Provider;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.claim.HostCells;
import dev.berth.ledger.state.RegionView;
import dev.berth.projector.store.RegionSnapshot;
import dev.berth.resource.Inventories;
import dev.berth.resource.Inventory;
import dev.berth.resource.Resource;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a host has and what is used of it, summed over its tree, so that a host whose cells count for themselves has a
 * record too.
 *
 * @param node the fields that are inventories
 * @param settings what the host holds back, as a tracker would be configured for it; the disk in whole GB, for that is
 *     how it was reported
 * @param guests how many consumers hold anything of it that are guests, as far as anybody has said what they are
 */
record HostCount(ComputeNode node, ComputeNodeSettings settings, int guests) {
    private static final long MB_PER_GB = 1024;

    /** The ratio to use where the inventories of a tree disagree; the record does not show it. */
    private static final OptionalDouble PLAIN = OptionalDouble.of(1);

    private static final ConsumerType INSTANCE = new ConsumerType("INSTANCE");

    static HostCount of(RegionSnapshot region, ProviderId host) {
        List<Provider> tree = region.view().providers().tree(host);
        TreeMap<Resource<?, ?>, Inventory> inventories = new TreeMap<>();
        Sum vcpus = Sum.of(region, tree, IntegerResource.VCPU);
        Sum memoryMb = Sum.of(region, tree, IntegerResource.MEMORY_MB);
        Sum localGb = Sum.of(region, tree, IntegerResource.DISK_GB);
        for (Sum sum : List.of(vcpus, memoryMb, localGb)) {
            sum.inventory().ifPresent(inventory -> inventories.put(sum.resource(), inventory));
        }
        NumaInventory cells = HostCells.of(region.view(), host);
        if (!cells.cells().isEmpty()) {
            inventories.put(NumaResource.NUMA, cells);
        }
        ComputeNodeSettings settings = new ComputeNodeSettings(
                vcpus.reserved(), memoryMb.reserved(), localGb.reserved() * MB_PER_GB, PLAIN, PLAIN, PLAIN);
        ComputeNode nothing = new ComputeNode(vcpus.nothing(), memoryMb.nothing(), localGb.nothing());
        return new HostCount(
                nothing.updateInventories(Inventories.of(inventories), settings),
                settings,
                guests(region.view(), host, tree));
    }

    /** Before API 1.38 nobody said what a consumer is; anyone who did not is counted as a guest. */
    private static int guests(RegionView view, ProviderId host, List<Provider> tree) {
        TreeSet<ConsumerId> holders = new TreeSet<>();
        tree.forEach(member -> view.consumersOn(member.id()).forEach(holders::add));
        view.guestsOn(host).forEach(holders::add);
        view.devices().of(host).devices().forEach(device -> device.owner().ifPresent(holders::add));
        return (int) holders.stream()
                .filter(holder -> view.consumer(holder)
                        .flatMap(Consumer::type)
                        .map(INSTANCE::equals)
                        .orElse(true))
                .count();
    }

    /**
     * One class over a tree.
     *
     * @param ratio that of all its inventories; empty if there are none or they differ, for a record has room for one
     */
    private record Sum(IntegerResource resource, long total, long reserved, long used, OptionalDouble ratio) {
        static Sum of(RegionSnapshot region, List<Provider> tree, IntegerResource resource) {
            ResourceClass counted = resource.resourceClass();
            long total = 0;
            long reserved = 0;
            long used = 0;
            TreeSet<Double> ratios = new TreeSet<>();
            for (Provider member : tree) {
                InventoryRecord inventory = member.inventories().get(counted);
                if (inventory != null) {
                    total += inventory.total();
                    reserved += inventory.reserved();
                    used += region.usage(member.id()).getOrDefault(counted, 0L);
                    ratios.add(inventory.allocationRatio());
                }
            }
            return new Sum(
                    resource,
                    total,
                    reserved,
                    used,
                    ratios.size() == 1 ? OptionalDouble.of(ratios.first()) : OptionalDouble.empty());
        }

        Optional<IntegerInventory> inventory() {
            return total == 0
                    ? Optional.empty()
                    : Optional.of(new IntegerInventory(
                            total, reserved, 1, total, 1, ratio.orElse(PLAIN.getAsDouble()), used));
        }

        /** A record to start from: it has the ratio and nothing else. */
        LegacyStock nothing() {
            return new LegacyStock(0, 0, ratio);
        }
    }
}
