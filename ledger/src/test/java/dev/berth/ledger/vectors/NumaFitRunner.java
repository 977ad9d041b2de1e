package dev.berth.ledger.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.ledger.resource.pci.PciInventory;
import dev.berth.ledger.resource.pci.PciResource;
import dev.berth.resource.Amount;
import dev.berth.resource.Inventories;
import dev.berth.resource.Resource;
import dev.berth.resource.numa.CellLimits;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import dev.berth.resource.numa.PlacementStrategy;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Places a guest together with its PCI requests, through the inventories of the host. */
final class NumaFitRunner implements VectorRunner {
    @Override
    public void run(JsonNode vector) {
        JsonNode when = vector.path("when");
        JsonNode given = vector.path("given");
        NumaInventory numa = new NumaInventory(hosts(given.path("host_cells")), limits(when), strategy(when));
        Inventories host = Inventories.of(Map.of(
                NumaResource.NUMA,
                numa,
                PciResource.PCI,
                new PciInventory(VectorHost.of(given).table(given.path("devices")), numa.socketByCell())));
        TreeMap<Resource<?, ?>, Amount> request = new TreeMap<>();
        request.put(NumaResource.NUMA, NumaResource.NUMA.makeAmount(guests(when.path("cells"))));
        request.put(
                PciResource.PCI,
                PciResource.PCI.makeAmount(new PciResource.Wanted(
                        VectorHost.consumer("the guest"),
                        VectorRequests.requests(when.path("requests"), when.path("provider_mapping")))));

        Inventories.Outcome outcome = host.consume(request);

        JsonNode expect = vector.path("expect");
        assertThat(outcome.isConsumed())
                .as("fits: " + outcome)
                .isEqualTo(expect.path("fits").booleanValue());
        if (outcome instanceof Inventories.Outcome.Consumed) {
            Inventories.Outcome.Consumed consumed = (Inventories.Outcome.Consumed) outcome;
            assertPlaced(
                    ((NumaAmount) consumed.amounts().get(NumaResource.NUMA))
                            .placement()
                            .orElseThrow(),
                    expect);
            assertUsed(
                    (NumaInventory)
                            consumed.inventories().get(NumaResource.NUMA).orElseThrow(),
                    expect);
        }
    }

    private static void assertPlaced(ImmutableList<PlacedCell> placement, JsonNode expect) {
        if (expect.has("host_cells")) {
            assertThat(placement.stream().map(PlacedCell::hostCell).toList())
                    .as("host cells")
                    .isEqualTo(list(expect.path("host_cells")));
        }
        for (int i = 0; i < expect.path("pagesize").size(); i++) {
            JsonNode size = expect.path("pagesize").get(i);
            assertThat(placement.get(i).pageSizeKb())
                    .as("page size")
                    .isEqualTo(size.isInt() ? OptionalInt.of(size.intValue()) : OptionalInt.empty());
        }
    }

    private static void assertUsed(NumaInventory inventory, JsonNode expect) {
        for (JsonNode after : expect.path("after")) {
            HostCell host = inventory.cells().stream()
                    .filter(cell -> cell.id() == after.path("id").intValue())
                    .findFirst()
                    .orElseThrow();
            if (after.has("pinned")) {
                assertThat(host.pinnedCpus()).as("pinned").isEqualTo(set(after.path("pinned")));
            }
            assertThat(host.cpuUsage())
                    .as("CPU usage")
                    .isEqualTo(after.path("cpu_usage").asLong(host.cpuUsage()));
            assertThat(host.memoryUsageMb())
                    .as("memory usage")
                    .isEqualTo(after.path("memory_usage").asLong(host.memoryUsageMb()));
            for (JsonNode pages : after.path("mempages")) {
                assertThat(host.usedPages())
                        .containsEntry(
                                pages.path("size_kb").intValue(),
                                pages.path("used").longValue());
            }
        }
    }

    static ImmutableList<HostCell> hosts(JsonNode nodes) {
        ImmutableList.Builder<HostCell> cells = ImmutableList.builder();
        for (JsonNode node : nodes) {
            ImmutableList.Builder<MemoryPages> pages = ImmutableList.builder();
            ImmutableSortedMap.Builder<Integer, Long> used = ImmutableSortedMap.naturalOrder();
            node.path("mempages").forEach(each -> {
                pages.add(new MemoryPages(
                        each.path("size_kb").intValue(),
                        each.path("total").longValue(),
                        each.path("reserved").longValue()));
                used.put(each.path("size_kb").intValue(), each.path("used").longValue());
            });
            ImmutableList.Builder<ImmutableSortedSet<Integer>> siblings = ImmutableList.builder();
            node.path("siblings").forEach(core -> siblings.add(set(core)));
            NumaCell cell = new NumaCell(
                    node.path("id").intValue(),
                    set(node.path("cpuset")),
                    set(node.path("pcpuset")),
                    node.path("memory_mb").longValue(),
                    siblings.build(),
                    pages.build(),
                    node.path("socket").isInt()
                            ? OptionalInt.of(node.path("socket").intValue())
                            : OptionalInt.empty());
            cells.add(new HostCell(
                    cell,
                    node.path("cpu_usage").longValue(),
                    node.path("memory_usage").longValue(),
                    set(node.path("pinned_cpus")),
                    used.build()));
        }
        return cells.build();
    }

    static ImmutableList<GuestCell> guests(JsonNode nodes) {
        ImmutableList.Builder<GuestCell> cells = ImmutableList.builder();
        int index = 0;
        for (JsonNode node : nodes) {
            cells.add(new GuestCell(
                    node.path("id").asInt(index++),
                    set(node.path("cpuset")),
                    set(node.path("pcpuset")),
                    node.path("memory_mb").longValue(),
                    node.path("pagesize").isInt()
                            ? Optional.of(new PageRequest(node.path("pagesize").intValue()))
                            : Optional.empty(),
                    VectorHost.text(node, "cpu_policy")
                            .flatMap(CpuPolicy::parse)
                            .orElse(CpuPolicy.SHARED),
                    VectorHost.text(node, "cpu_thread_policy")
                            .or(() -> VectorHost.text(node, "thread_policy"))
                            .flatMap(ThreadPolicy::parse)
                            .orElse(ThreadPolicy.PREFER)));
        }
        return cells.build();
    }

    private static Optional<CellLimits> limits(JsonNode when) {
        JsonNode limits = when.path("limits");
        return limits.isObject()
                ? Optional.of(new CellLimits(
                        limits.path("cpu").doubleValue(), limits.path("ram").doubleValue()))
                : Optional.empty();
    }

    private static PlacementStrategy strategy(JsonNode when) {
        return when.path("pack").asBoolean(false) || when.path("packing").asBoolean(false)
                ? PlacementStrategy.PACK
                : PlacementStrategy.SPREAD;
    }

    private static ImmutableList<Integer> list(JsonNode numbers) {
        ImmutableList.Builder<Integer> list = ImmutableList.builder();
        numbers.forEach(number -> list.add(number.intValue()));
        return list.build();
    }

    private static ImmutableSortedSet<Integer> set(JsonNode numbers) {
        return ImmutableSortedSet.copyOf(list(numbers));
    }
}
