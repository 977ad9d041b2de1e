package dev.berth.ledger.resource.pci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.resource.Consumption;
import dev.berth.resource.attribute.AttributeMatch;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** What holds of every claim, whatever the host, what is taken of it, and what is asked for. */
final class ClaimProperties {
    private static final ConsumerId GUEST = TestingDevices.consumer("guest");
    private static final int CELLS = 3;

    @Property(tries = 500)
    void claimsOnlyWhatIsSupportedAndAllOfIt(@ForAll long seed) {
        Random random = new Random(seed);
        DeviceTable table = table(random);
        List<PciRequest> requests = requests(random);
        Affinity affinity = affinity(random);
        Pools before = table.pools();

        boolean isSupported = before.supports(requests, affinity);
        DeviceChoice claim = table.claim(GUEST, requests, affinity);

        countServed(claim.isChosen());
        assertThat(table.pools()).as("asking changes nothing").isEqualTo(before);
        if (claim instanceof DeviceChoice.Chosen) {
            assertThat(isSupported).as("claimed, so supported").isTrue();
            assertServed((DeviceChoice.Chosen) claim, requests, table);
            assertThat(table.claim(GUEST, requests, affinity))
                    .as("the same again")
                    .isEqualTo(claim);
            assertThat(((DeviceChoice.Chosen) claim).table().claim(GUEST, requests, affinity))
                    .as("claimed again by its owner")
                    .isEqualTo(claim);
            assertThat(((DeviceChoice.Chosen) claim).table().freeAll(GUEST).table())
                    .as("freed")
                    .isEqualTo(table);
        }
    }

    @Property(tries = 500)
    void inventoryKeepsWhatItPromisesAndGivesItBack(@ForAll long seed) {
        Random random = new Random(seed);
        PciInventory inventory = new PciInventory(table(random), sockets());
        PciAmount amount = PciAmount.wanted(GUEST, ImmutableList.copyOf(requests(random)))
                .near(affinity(random).guestCells());

        boolean canProvide = inventory.canProvide(amount);
        Consumption consumption = inventory.consume(amount);

        countServed(canProvide);
        assertThat(consumption.isConsumed()).isEqualTo(canProvide);
        if (consumption instanceof Consumption.Consumed) {
            Consumption.Consumed consumed = (Consumption.Consumed) consumption;
            assertThat(inventory.consume(consumed.amount()).orElseThrow())
                    .as("taken again by address")
                    .isEqualTo(consumed.inventory());
            assertThat(consumed.inventory().consume(consumed.amount().negate()).orElseThrow())
                    .as("given back")
                    .isEqualTo(inventory);
        }
    }

    /**
     * Devices of one kind, of several providers and of none, near the guest and not: each limit is kept and used up.
     */
    @Property(tries = 300)
    void takesOfEachProviderWhatItsLimitGivesAndNoMore(@ForAll long seed) {
        Random random = new Random(seed);
        List<PciDevice> devices = new ArrayList<>();
        int unlimited = 0;
        TreeMap<ProviderId, Integer> free = new TreeMap<>();
        TreeMap<ProviderId, Integer> most = new TreeMap<>();
        for (int bus = 1; bus <= 8; bus++) {
            PciDevice device = TestingDevices.plain(bus, node(random));
            ProviderId provider = new ProviderId(new UUID(0, random.nextInt(4)));
            if (provider.value().getLeastSignificantBits() == 0) {
                devices.add(device);
                unlimited++;
            } else {
                devices.add(TestingDevices.countedBy(device, provider));
                free.merge(provider, 1, Integer::sum);
                most.computeIfAbsent(provider, none -> random.nextInt(4));
            }
        }
        int given = unlimited;
        for (ProviderId provider : free.keySet()) {
            given += Math.min(free.get(provider), most.get(provider));
        }
        PciInventory inventory =
                new PciInventory(DeviceTable.EMPTY.report(devices).table(), sockets(), UnitLimits.of(most));
        int first = 1 + random.nextInt(4);
        int second = 1 + random.nextInt(4);
        PciAmount amount = PciAmount.wanted(
                        GUEST,
                        ImmutableList.of(
                                PciRequest.of("r1", first, TestingDevices.PLAIN).withPolicy(NumaPolicy.PREFERRED),
                                PciRequest.of("r2", second, TestingDevices.PLAIN)
                                        .withPolicy(NumaPolicy.PREFERRED)))
                .near(affinity(random).guestCells());
        Consumption consumption = inventory.consume(amount);
        assertThat(consumption.isConsumed()).isEqualTo(first + second <= given);
        if (consumption instanceof Consumption.Consumed consumed) {
            PciInventory after = (PciInventory) consumed.inventory();
            free.forEach((provider, count) -> {
                long left = after.devices().pools().rows().stream()
                        .filter(pool -> pool.provider().equals(Optional.of(provider)))
                        .mapToInt(Pool::count)
                        .sum();
                assertThat(count - left).isLessThanOrEqualTo(most.get(provider));
            });
            assertThat(after.consume(consumed.amount().negate()).orElseThrow())
                    .as("given back")
                    .isEqualTo(inventory);
        }
    }

    @Property(tries = 1_000)
    void requiredIsNeverServedFromElsewhere(@ForAll long seed) {
        Random random = new Random(seed);
        DeviceTable table = table(random);
        Affinity affinity = affinity(random);
        PciRequest request = request(random, 0).withPolicy(NumaPolicy.REQUIRED);
        DeviceChoice claim = table.claim(GUEST, List.of(request), affinity);
        countServed(claim.isChosen() && affinity.isRestricting() && request.count() > 0);
        if (claim instanceof DeviceChoice.Chosen && affinity.isRestricting()) {
            for (PciAddress address : ((DeviceChoice.Chosen) claim).addresses().get(request.id())) {
                OptionalInt node = table.get(address).orElseThrow().device().numaNode();
                assertThat(node).isPresent();
                assertThat(affinity.guestCells()).contains(node.getAsInt());
            }
        }
    }

    /**
     * But for devices of a kind that was not asked for, which count as near all the same: see the stages of the filter.
     */
    @Property(tries = 500)
    void looserPoliciesServeWhateverStricterOnesDo(@ForAll long seed) {
        Random random = new Random(seed);
        Pools pools = table(random).pools();
        Affinity affinity = affinity(random);
        PciRequest request = request(random, 0);
        Pools matching = pools.meeting(request.alternatives());
        if (!matching.usableFor(request).rows().equals(matching.rows())) {
            return;
        }
        for (List<NumaPolicy> chain : List.of(
                List.of(NumaPolicy.REQUIRED, NumaPolicy.LEGACY, NumaPolicy.PREFERRED),
                List.of(NumaPolicy.REQUIRED, NumaPolicy.SOCKET, NumaPolicy.PREFERRED))) {
            boolean isServed = false;
            for (NumaPolicy policy : chain) {
                boolean isServedNow = pools.supports(List.of(request.withPolicy(policy)), affinity);
                assertThat(isServedNow || !isServed)
                        .as(policy + " after " + chain)
                        .isTrue();
                isServed = isServedNow;
            }
        }
    }

    @Property(tries = 300)
    void oneMoreDeviceNeverHurtsASingleRequest(@ForAll long seed) {
        Random random = new Random(seed);
        DeviceTable table = table(random);
        Affinity affinity = affinity(random);
        PciRequest request = request(random, 0);
        PciDevice added = TestingDevices.plain(0x70, node(random));
        if (hasPfs(table.pools()) || !table.pools().supports(List.of(request), affinity)) {
            return;
        }
        assertThat(table.with(List.of(TrackedDevice.available(added)), List.of())
                        .pools()
                        .supports(List.of(request), affinity))
                .isTrue();
    }

    /** Without claims that succeed a property would say little. */
    private static void countServed(boolean isServed) {
        Statistics.label("served")
                .collect(isServed)
                .coverage(coverage -> coverage.check(true).count(n -> n > 10));
    }

    private static void assertServed(DeviceChoice.Chosen chosen, List<PciRequest> requests, DeviceTable before) {
        TreeSet<PciAddress> all = new TreeSet<>();
        for (PciRequest request : requests) {
            ImmutableSortedSet<PciAddress> addresses = chosen.addresses().get(request.id());
            assertThat(addresses).hasSize(request.count());
            for (PciAddress address : addresses) {
                TrackedDevice device = before.get(address).orElseThrow();
                assertThat(all.add(address)).as("given once: " + address).isTrue();
                assertThat(device.isAvailable()).as("was free: " + device).isTrue();
                assertThat(AttributeMatch.meetsAny(request.alternatives(), PoolKey.of(device.device())::attribute))
                        .isTrue();
            }
        }
        for (PciAddress address : all) {
            Optional<PciAddress> parent =
                    before.get(address).orElseThrow().device().parent();
            assertThat(parent.filter(all::contains)).as("parent of " + address).isEmpty();
        }
    }

    private static boolean hasPfs(Pools pools) {
        return pools.rows().stream().anyMatch(pool -> pool.key().type() == DeviceType.PF);
    }

    private static DeviceTable table(Random random) {
        List<PciDevice> devices = new ArrayList<>();
        for (int bus = 1; bus <= 1 + random.nextInt(4); bus++) {
            PciDevice device = TestingDevices.plain(bus, node(random));
            devices.add(random.nextBoolean() ? TestingDevices.tagged(device, "rack", "r1") : device);
        }
        for (int bus = 0x20; bus < 0x20 + random.nextInt(3); bus++) {
            OptionalInt node = node(random);
            devices.add(TestingDevices.pf(bus, node));
            for (int function = 0; function < random.nextInt(4); function++) {
                devices.add(TestingDevices.child(
                        bus, function, random.nextInt(4) == 0 ? DeviceType.VDPA : DeviceType.VF, node));
            }
        }
        DeviceTable table = DeviceTable.EMPTY.report(devices).table();
        for (int i = 0; i < random.nextInt(3); i++) {
            PciAddress address = devices.get(random.nextInt(devices.size())).address();
            DeviceOutcome outcome = table.claim(address, TestingDevices.consumer("other"), "r");
            table = outcome.isChanged() ? outcome.orElseThrow() : table;
        }
        return table;
    }

    private static List<PciRequest> requests(Random random) {
        List<PciRequest> requests = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            requests.add(request(random, i));
        }
        return requests;
    }

    private static PciRequest request(Random random, int index) {
        List<PciAlternative> choices = List.of(
                TestingDevices.PLAIN,
                TestingDevices.PF,
                TestingDevices.VF,
                PciAlternative.of(AttributeNames.DEV_TYPE, "vdpa"),
                PciAlternative.of("rack", "R1"),
                new PciAlternative(ImmutableSortedMap.of()));
        ImmutableSortedSet.Builder<Integer> chosen = ImmutableSortedSet.naturalOrder();
        for (int i = 0; i <= random.nextInt(2); i++) {
            chosen.add(random.nextInt(choices.size()));
        }
        PciAlternative[] alternatives =
                chosen.build().stream().map(choices::get).toArray(PciAlternative[]::new);
        NumaPolicy policy = NumaPolicy.values()[random.nextInt(NumaPolicy.values().length)];
        return PciRequest.of("r" + index, random.nextInt(4), alternatives).withPolicy(policy);
    }

    private static Affinity affinity(Random random) {
        ImmutableSortedSet.Builder<Integer> cells = ImmutableSortedSet.naturalOrder();
        for (int cell = 0; cell < CELLS; cell++) {
            if (random.nextInt(3) == 0) {
                cells.add(cell);
            }
        }
        return new Affinity(cells.build(), sockets());
    }

    private static ImmutableSortedMap<Integer, OptionalInt> sockets() {
        return ImmutableSortedMap.of(0, OptionalInt.of(0), 1, OptionalInt.of(0), 2, OptionalInt.of(1));
    }

    private static OptionalInt node(Random random) {
        int node = random.nextInt(CELLS + 1);
        return node == CELLS ? OptionalInt.empty() : OptionalInt.of(node);
    }
}
