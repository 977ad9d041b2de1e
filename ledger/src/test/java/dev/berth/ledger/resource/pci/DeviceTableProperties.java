package dev.berth.ledger.resource.pci;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.Outage;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.TrackedDevice;
import dev.berth.resource.attribute.AttributeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * What holds after any sequence of operations on the devices of a host: two families and two plain devices, two
 * consumers.
 */
final class DeviceTableProperties {
    private static final List<PciDevice> HOST = List.of(
            TestingDevices.plain(1, OptionalInt.of(0)),
            TestingDevices.tagged(TestingDevices.plain(2, OptionalInt.empty()), AttributeNames.ONE_TIME_USE, "true"),
            TestingDevices.pf(3, OptionalInt.of(0)),
            TestingDevices.child(3, 0, DeviceType.VF, OptionalInt.of(0)),
            TestingDevices.child(3, 1, DeviceType.VDPA, OptionalInt.of(0)),
            TestingDevices.pf(4, OptionalInt.of(1)),
            TestingDevices.child(4, 0, DeviceType.VF, OptionalInt.of(1)),
            TestingDevices.child(4, 1, DeviceType.VF, OptionalInt.of(1)));

    private static final List<ConsumerId> CONSUMERS =
            List.of(TestingDevices.consumer("left"), TestingDevices.consumer("right"));

    @Property(tries = 150)
    void holdsAllInvariantsAfterEveryOperation(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Random random = new Random(seed);
        DeviceTable table = DeviceTable.EMPTY.report(HOST).table();
        for (int i = 0; i < steps; i++) {
            DeviceTable before = table;
            String trace = table.toString();
            DeviceOutcome outcome = operate(table, random);
            assertThat(before).as("a table never changes").hasToString(trace);
            if (outcome instanceof DeviceOutcome.Changed) {
                DeviceOutcome.Changed changed = (DeviceOutcome.Changed) outcome;
                table = changed.table();
                assertTouchedIsTheDifference(before, changed);
            }
            assertThat(DeviceTable.of(table.devices()))
                    .as("made from its devices")
                    .isEqualTo(table);
            assertThat(DeviceTable.of(table.devices()).childrenByParent())
                    .as("children, counted again")
                    .isEqualTo(table.childrenByParent());
            assertNoFamilyIsBusyTwice(table);
            assertBlockedByRelativesAlone(table);
            assertPoolsAreTheGroupBy(table);
            assertThat(DeviceAudit.violations(table)).isEmpty();
        }
    }

    @Property(tries = 300)
    void freeingUndoesClaiming(@ForAll long seed, @ForAll @IntRange(max = 7) int index) {
        Random random = new Random(seed);
        DeviceTable table = DeviceTable.EMPTY.report(HOST).table();
        for (int i = 0; i < random.nextInt(6); i++) {
            PciAddress other = HOST.get(random.nextInt(HOST.size())).address();
            DeviceOutcome outcome = table.claim(other, CONSUMERS.get(0), "r");
            table = outcome.isChanged() ? outcome.orElseThrow() : table;
        }
        PciAddress address = HOST.get(index).address();
        DeviceOutcome claimed = table.claim(address, CONSUMERS.get(1), "r");
        if (claimed.isChanged() && !OneTimeUse.isAskedOf(HOST.get(index))) {
            assertThat(claimed.orElseThrow()
                            .free(address, Optional.of(CONSUMERS.get(1)))
                            .orElseThrow())
                    .isEqualTo(table);
            assertThat(claimed.orElseThrow()
                            .allocateAll(CONSUMERS.get(1))
                            .orElseThrow()
                            .freeAll(CONSUMERS.get(1))
                            .table()
                            .pools())
                    .isEqualTo(table.pools());
        }
    }

    @Property(tries = 200)
    void reportingTwiceIsReportingOnce(@ForAll long seed, @ForAll @IntRange(max = 20) int steps) {
        Random random = new Random(seed);
        DeviceTable table = DeviceTable.EMPTY.report(HOST).table();
        for (int i = 0; i < steps; i++) {
            DeviceOutcome outcome = operate(table, random);
            table = outcome.isChanged() ? outcome.orElseThrow() : table;
        }
        List<PciDevice> report = report(random);
        DeviceTable once = table.report(report).table();
        DeviceOutcome.Changed twice = once.report(report);
        assertThat(twice.table()).isEqualTo(once);
        assertThat(twice.touched()).isEmpty();
    }

    @Property(tries = 300)
    void freesAllOfAConsumerAsOneByOne(@ForAll long seed, @ForAll @IntRange(max = 40) int steps) {
        Random random = new Random(seed);
        DeviceTable table = DeviceTable.EMPTY.report(HOST).table();
        for (int i = 0; i < steps; i++) {
            DeviceOutcome outcome = operate(table, random);
            table = outcome.isChanged() ? outcome.orElseThrow() : table;
        }
        ConsumerId consumer = CONSUMERS.get(random.nextInt(CONSUMERS.size()));
        DeviceTable oneByOne = table;
        for (TrackedDevice device : table.devicesOf(consumer)) {
            oneByOne = oneByOne.free(device.address(), Optional.of(consumer)).orElseThrow();
            assertBlockedByRelativesAlone(oneByOne);
        }
        assertThat(table.freeAll(consumer).table()).isEqualTo(oneByOne);
    }

    private static DeviceOutcome operate(DeviceTable table, Random random) {
        PciAddress address = HOST.get(random.nextInt(HOST.size())).address();
        ConsumerId consumer = CONSUMERS.get(random.nextInt(CONSUMERS.size()));
        return switch (random.nextInt(14)) {
            case 0, 1 -> table.claim(address, consumer, "r" + random.nextInt(2));
            case 2 -> table.allocate(address, consumer, "r" + random.nextInt(2));
            case 3, 4 -> table.free(address, random.nextBoolean() ? Optional.of(consumer) : Optional.empty());
            case 5 -> table.remove(address);
            case 6 -> table.report(report(random));
            case 7 -> random.nextBoolean() ? table.allocateAll(consumer) : table.freeAll(consumer);
            case 8 -> table.freeUnknown(Set.of(consumer));
            case 9 -> new DeviceUpkeep(table).askCleaning(address);
            case 10 ->
                random.nextBoolean()
                        ? new DeviceUpkeep(table).acknowledge(address)
                        : new DeviceUpkeep(table).acknowledgeAll(List.of(address));
            case 11 ->
                new DeviceUpkeep(table)
                        .takeOut(
                                address, new Outage(Outage.Cause.values()[random.nextInt(2)], "r" + random.nextInt(2)));
            case 12 -> new DeviceUpkeep(table).putBack(address);
            default -> table.handOver(address, consumer, "r" + random.nextInt(2));
        };
    }

    /**
     * The promise of dirt: anyone who held a device that has to be cleaned, nobody gets it before somebody has said
     * that it is clean. It may leave the host and come back meanwhile; handing over is for one and the same user.
     */
    @Property(tries = 300)
    void neverFreesADirtyDeviceBeforeItIsAcknowledged(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int steps) {
        Random random = new Random(seed);
        DeviceTable table = DeviceTable.EMPTY.report(HOST).table();
        TreeSet<PciAddress> dirty = new TreeSet<>();
        for (int i = 0; i < steps; i++) {
            PciAddress address = HOST.get(random.nextInt(HOST.size())).address();
            if (random.nextInt(8) == 0) {
                DeviceOutcome clean = new DeviceUpkeep(table).acknowledge(address);
                if (clean.isChanged()) {
                    table = clean.orElseThrow();
                    dirty.remove(address);
                }
            } else if (random.nextInt(6) == 0) {
                table = new DeviceUpkeep(table).askCleaning(address).isChanged()
                        ? new DeviceUpkeep(table).askCleaning(address).orElseThrow()
                        : table;
                table.get(address).ifPresent(asked -> dirty.add(address));
            } else {
                DeviceOutcome outcome = withoutAcknowledgement(table, address, random);
                table = outcome.isChanged() ? outcome.orElseThrow() : table;
            }
            for (TrackedDevice device : table.devices()) {
                if (device.status().isBusy() && OneTimeUse.isAskedOf(device.device())) {
                    dirty.add(device.address());
                }
            }
            DeviceTable now = table;
            for (PciAddress unclean : dirty) {
                assertThat(now.claim(unclean, CONSUMERS.get(0), "r").isChanged())
                        .as("claim of the dirty %s", now.get(unclean))
                        .isFalse();
                assertThat(now.devices().stream()
                                .filter(TrackedDevice::isAvailable)
                                .map(TrackedDevice::address))
                        .doesNotContain(unclean);
            }
        }
    }

    private static DeviceOutcome withoutAcknowledgement(DeviceTable table, PciAddress address, Random random) {
        ConsumerId consumer = CONSUMERS.get(random.nextInt(CONSUMERS.size()));
        return switch (random.nextInt(9)) {
            case 0, 1 -> table.claim(address, consumer, "r");
            case 2 -> table.allocate(address, consumer, "r");
            case 3 -> table.free(address, Optional.empty());
            case 4 -> table.remove(address);
            case 5 -> table.report(report(random));
            case 6 -> new DeviceUpkeep(table).takeOut(address, new Outage(Outage.Cause.FAILED, "fan"));
            case 7 -> new DeviceUpkeep(table).putBack(address);
            default -> table.freeAll(consumer);
        };
    }

    /** Some of the host's devices, some of them with other attributes than before. */
    private static List<PciDevice> report(Random random) {
        List<PciDevice> report = new ArrayList<>();
        for (PciDevice device : HOST) {
            if (random.nextInt(4) > 0) {
                report.add(
                        random.nextInt(4) == 0
                                ? TestingDevices.tagged(device, "rack", "r" + random.nextInt(2))
                                : device);
            }
        }
        return report;
    }

    private static void assertTouchedIsTheDifference(DeviceTable before, DeviceOutcome.Changed changed) {
        TreeSet<PciAddress> different = new TreeSet<>();
        for (PciDevice device : HOST) {
            if (!before.get(device.address()).equals(changed.table().get(device.address()))) {
                different.add(device.address());
            }
        }
        assertThat(changed.touched()).isEqualTo(different);
    }

    private static void assertNoFamilyIsBusyTwice(DeviceTable table) {
        for (TrackedDevice device : table.devices()) {
            Optional<TrackedDevice> parent = device.device().parent().flatMap(table::get);
            assertThat(device.status().isBusy()
                            && parent.map(TrackedDevice::status)
                                    .filter(DeviceStatus::isBusy)
                                    .isPresent())
                    .as("a parent and its child in use: " + device)
                    .isFalse();
        }
    }

    private static void assertBlockedByRelativesAlone(DeviceTable table) {
        for (TrackedDevice device : table.devices()) {
            List<TrackedDevice> relatives = new ArrayList<>(table.childrenOf(device.address()));
            device.device().parent().flatMap(table::get).ifPresent(relatives::add);
            boolean isExcluded = relatives.stream().anyMatch(it -> it.status().isBusy() || it.isOut());
            if (!device.status().isBusy()) {
                assertThat(device.status().isBlocked())
                        .as("%s among %s", device, relatives)
                        .isEqualTo(isExcluded);
            }
            assertThat(device.owner().isPresent()).isEqualTo(device.status().isBusy());
        }
    }

    private static void assertPoolsAreTheGroupBy(DeviceTable table) {
        TreeMap<PoolKey, Integer> counted = new TreeMap<>();
        for (TrackedDevice device : table.devices()) {
            if (device.status() == DeviceStatus.AVAILABLE && !device.isOut()) {
                counted.merge(PoolKey.of(device.device()), 1, Integer::sum);
            }
        }
        assertThat(table.pools().full()).isEqualTo(ImmutableSortedMap.copyOfSorted(counted));
        assertThat(table.pools().full().values()).allMatch(count -> count > 0);
        assertThat(table.pools().freeDevices())
                .isEqualTo(counted.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(table.pools().summary().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
    }
}
