package dev.berth.ledger.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.ledger.resource.pci.PciAmount;
import dev.berth.ledger.resource.pci.PciInventory;
import dev.berth.ledger.resource.pci.PciResource;
import dev.berth.ledger.resource.pci.TestingDevices;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Inventories;
import dev.berth.resource.Resource;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import dev.berth.resource.numa.CellLimits;
import dev.berth.resource.numa.HostCell;
import dev.berth.resource.numa.NumaAmount;
import dev.berth.resource.numa.NumaInventory;
import dev.berth.resource.numa.NumaResource;
import dev.berth.resource.numa.TestingCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds of all kinds together, over random sequences of guests that come and go. */
final class InventoryProperties {
    @Property(tries = 500)
    void countedInventoriesStayWithinTheirBounds(
            @ForAll @LongRange(min = 0, max = 100) long total,
            @ForAll @IntRange(max = 3) int ratio,
            @ForAll @LongRange(min = 0, max = 150) long used,
            @ForAll @LongRange(min = -200, max = 200) long value) {
        IntegerInventory inventory =
                new IntegerInventory(total, 0, 1, 1000, 1, new double[] {0.5, 1.0, 1.5, 16.0}[ratio], used);
        Consumption consumption = inventory.consume(new IntegerAmount(value));
        if (value >= 0) {
            assertThat(consumption.isConsumed()).isEqualTo(inventory.canProvide(value));
        }
        if (consumption.isConsumed()) {
            IntegerInventory after = (IntegerInventory) consumption.orElseThrow();
            assertThat(after.used()).isEqualTo(used + value).isNotNegative();
            assertThat(after.available() >= 0 || after.available() >= inventory.available())
                    .as("no new overage")
                    .isTrue();
            IntegerInventory back = (IntegerInventory)
                    (value > 0 ? after.consume(new IntegerAmount(-value)).orElseThrow() : after.withUsed(used));
            assertThat(back).isEqualTo(inventory);
        } else {
            assertThat(used + value < 0 || used + value > inventory.capacity()).isTrue();
        }
    }

    @Property(tries = 150)
    void givingEverythingBackRestoresTheHost(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int steps) {
        Random random = new Random(seed);
        Inventories host = host();
        Inventories now = host;
        List<Map<Resource<?, ?>, Amount>> held = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            if (!held.isEmpty() && random.nextInt(3) == 0) {
                now = given(now, back(held.remove(random.nextInt(held.size()))));
            } else {
                Map<Resource<?, ?>, Amount> request = request(random, i);
                Inventories before = now;
                Inventories.Outcome outcome = now.consume(request);
                assertThat(before.canProvide(request)).isEqualTo(outcome.isConsumed());
                assertThat(now).as("consuming changes the result only").isEqualTo(before);
                if (outcome instanceof Inventories.Outcome.Consumed) {
                    Inventories.Outcome.Consumed consumed = (Inventories.Outcome.Consumed) outcome;
                    now = consumed.inventories();
                    held.add(consumed.amounts());
                    assertDevicesLieNear(consumed.amounts(), host);
                    assertThat(given(before, consumed.amounts()))
                            .as("replayed by what was taken")
                            .isEqualTo(now);
                }
            }
            assertNoCpuIsPinnedTwice(now, held);
        }
        for (Map<Resource<?, ?>, Amount> amounts : held) {
            now = given(now, back(amounts));
        }
        assertThat(now).isEqualTo(host);
    }

    private static void assertDevicesLieNear(Map<Resource<?, ?>, Amount> amounts, Inventories host) {
        NumaAmount cells = (NumaAmount) amounts.get(NumaResource.NUMA);
        PciAmount devices = (PciAmount) amounts.get(PciResource.PCI);
        PciInventory all = (PciInventory) host.get(PciResource.PCI).orElseThrow();
        devices.devices()
                .orElseThrow()
                .values()
                .forEach(addresses -> addresses.forEach(address -> {
                    OptionalInt node =
                            all.devices().get(address).orElseThrow().device().numaNode();
                    assertThat(node.isEmpty() || cells.hostCells().contains(node.getAsInt()))
                            .as(address + " for a guest on " + cells.hostCells())
                            .isTrue();
                }));
    }

    private static void assertNoCpuIsPinnedTwice(Inventories now, List<Map<Resource<?, ?>, Amount>> held) {
        List<Integer> pinned = new ArrayList<>();
        held.forEach(amounts -> ((NumaAmount) amounts.get(NumaResource.NUMA))
                .placement()
                .orElseThrow()
                .forEach(cell -> pinned.addAll(cell.pinning().values())));
        assertThat(pinned).doesNotHaveDuplicates();
        for (HostCell cell : ((NumaInventory) now.get(NumaResource.NUMA).orElseThrow()).cells()) {
            assertThat(cell.cpuUsage()).isBetween(0L, 8L);
            assertThat(cell.memoryUsageMb()).isNotNegative();
            assertThat(cell.usedPages().values()).allMatch(pages -> pages >= 0);
        }
    }

    private static Map<Resource<?, ?>, Amount> request(Random random, int index) {
        ImmutableList.Builder<GuestCell> cells = ImmutableList.builder();
        for (int i = 0; i <= random.nextInt(2); i++) {
            ThreadPolicy threads = ThreadPolicy.values()[random.nextInt(ThreadPolicy.values().length)];
            cells.add(
                    random.nextBoolean()
                            ? TestingCells.shared(1 + random.nextInt(4), 64L * (1 + random.nextInt(8)))
                            : TestingCells.dedicated(1 + random.nextInt(2), 64, threads));
        }
        TreeMap<Resource<?, ?>, Amount> request = new TreeMap<>();
        request.put(IntegerResource.MEMORY_MB, new IntegerAmount(random.nextInt(1024)));
        request.put(NumaResource.NUMA, NumaAmount.wanted(cells.build()));
        request.put(
                PciResource.PCI,
                PciAmount.wanted(
                        TestingDevices.consumer("guest " + index),
                        ImmutableList.of(PciRequest.of("r", random.nextInt(3), TestingDevices.PLAIN))));
        return request;
    }

    private static Inventories host() {
        NumaInventory numa = TestingCells.inventory(3, Optional.of(new CellLimits(2.0, 1.0)));
        return Inventories.of(Map.of(
                IntegerResource.MEMORY_MB,
                new IntegerInventory(8192, 0, 1, 8192, 1, 1.0, 0),
                NumaResource.NUMA,
                numa,
                PciResource.PCI,
                PciResource.PCI.makeInventory(new PciResource.HostDevices(
                        ImmutableList.of(
                                TestingDevices.plain(1, OptionalInt.of(0)),
                                TestingDevices.plain(2, OptionalInt.of(0)),
                                TestingDevices.plain(3, OptionalInt.of(1)),
                                TestingDevices.plain(4, OptionalInt.of(2)),
                                TestingDevices.plain(5, OptionalInt.empty())),
                        numa.socketByCell()))));
    }

    private static Map<Resource<?, ?>, Amount> back(Map<Resource<?, ?>, Amount> amounts) {
        TreeMap<Resource<?, ?>, Amount> back = new TreeMap<>(amounts);
        back.replaceAll((resource, amount) -> amount.negate());
        return back;
    }

    private static Inventories given(Inventories inventories, Map<Resource<?, ?>, Amount> amounts) {
        return ((Inventories.Outcome.Consumed) inventories.consume(amounts)).inventories();
    }
}
