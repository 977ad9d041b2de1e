package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.devicespec.DeviceProvider;
import dev.berth.events.command.ClaimAllocations;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.event.EventKind;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.resource.pci.DeviceAudit;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.resource.pci.PoolKey;
import dev.berth.ledger.state.RegionView;
import java.util.EnumSet;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds of PCI devices in every log, after every command. */
class DeviceProperties {
    private static final int LENGTH = 200;
    private static final EnumSet<EventKind> DEVICE_EVENTS = EnumSet.of(
            EventKind.DEVICES_REPORTED, EventKind.DEVICES_CLAIMED, EventKind.DEVICES_FREED, EventKind.HOST_REPORTED);

    /**
     * After every event and not only after every command: no order of the events of a command makes a pool wrong for a
     * moment.
     */
    @Property(tries = 15)
    void groupsTheFreeDevicesIntoPoolsAfterEveryEvent(@ForAll long seed) {
        forEachEvent(seed, (before, after) -> after.devices().all().forEach(host -> verifyPools(host._2())));
    }

    /** An event that a fold meets again, as after a crash, says what is so already. */
    @Property(tries = 15)
    void changesNothingWhenADeviceEventIsAppliedTwice(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView view = log.before(i);
            for (Event event : log.step(i).decision().outcome().events()) {
                view = Ledger.evolve(view, log.position(i), event);
                if (DEVICE_EVENTS.contains(event.kind())) {
                    RegionView again = Ledger.evolve(view, log.position(i), event);
                    assertThat(StateDigest.of(again)).as(log.line(i)).isEqualTo(StateDigest.of(view));
                }
            }
        }
    }

    private static void verifyPools(DeviceTable table) {
        TreeMap<PoolKey, Integer> free = new TreeMap<>();
        table.devices().stream()
                .filter(TrackedDevice::isAvailable)
                .forEach(device -> free.merge(PoolKey.of(device.device()), 1, Integer::sum));
        assertThat(table.pools().full()).isEqualTo(free);
        assertThat(table.pools().rows()).allMatch(pool -> pool.count() > 0);
        assertThat(table.pools().rows().stream().mapToInt(Pool::count).sum())
                .isEqualTo(free.values().stream().mapToInt(Integer::intValue).sum());
    }

    @Property(tries = 15)
    void neverLetsAPhysicalFunctionAndItsChildBothBeHeld(@ForAll long seed) {
        forEachTable(seed, table -> assertThat(DeviceAudit.violations(table)).isEmpty());
    }

    @Property(tries = 15)
    void findsDevicesByProviderAndByConsumer(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            Recount.verifyDevices(log.step(i).after());
        }
    }

    /** Both doors see the same: an allocation of so many units is that many devices. */
    @Property(tries = 15)
    void holdsADeviceForEachUnitThatAClaimIsGranted(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            boolean isGranted = log.step(i).decision().outcome() instanceof Outcome.Accepted;
            if (isGranted && log.command(i) instanceof ClaimAllocations claim) {
                RegionView after = log.step(i).after();
                String line = log.line(i);
                claim.claims()
                        .forEach(each -> after.consumer(each.consumer())
                                .ifPresent(consumer -> verifyUnits(line, after, consumer)));
            }
        }
    }

    private static void verifyUnits(String line, RegionView view, Consumer consumer) {
        consumer.allocations()
                .forEach((provider, amounts) -> amounts.forEach((resourceClass, amount) -> {
                    if (isCounted(view, provider, resourceClass)) {
                        assertThat(held(view, consumer.id(), provider, resourceClass))
                                .as("%s: %s of %s", line, resourceClass, provider)
                                .isEqualTo(amount);
                    }
                }));
    }

    /** An amount may have been allocated before its devices were known; it never has more of them than it says. */
    @Property(tries = 15)
    void neverHoldsMoreDevicesThanAreAllocated(@ForAll long seed) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView after = log.step(i).after();
            String line = log.line(i);
            after.devices()
                    .all()
                    .forEach(host -> host._2().devices().stream()
                            .filter(device -> device.owner().isPresent()
                                    && device.device().provider().isPresent())
                            .forEach(device -> verifyAllocated(line, after, device)));
        }
    }

    private static void verifyAllocated(String line, RegionView view, TrackedDevice device) {
        ConsumerId owner = device.owner().orElseThrow();
        ProviderId provider = device.device().provider().orElseThrow();
        ResourceClass unit = DeviceProvider.classOf(device.device()).orElseThrow();
        long allocated = view.consumer(owner)
                .map(consumer -> consumer.allocations().amount(provider, unit))
                .orElse(0L);
        assertThat(held(view, owner, provider, unit))
                .as("%s: %s of %s", line, unit, provider)
                .isLessThanOrEqualTo(allocated);
    }

    private static boolean isCounted(RegionView view, ProviderId provider, ResourceClass unit) {
        return view.devices()
                .hostOf(provider)
                .map(host ->
                        view.devices().of(host).devices().stream().anyMatch(device -> isUnit(device, provider, unit)))
                .orElse(false);
    }

    private static long held(RegionView view, ConsumerId owner, ProviderId provider, ResourceClass unit) {
        ProviderId host = view.devices().hostOf(provider).orElseThrow();
        return view.devices().of(host).devicesOf(owner).stream()
                .filter(device -> isUnit(device, provider, unit))
                .count();
    }

    private static boolean isUnit(TrackedDevice device, ProviderId provider, ResourceClass unit) {
        return device.device().provider().equals(Optional.of(provider))
                && DeviceProvider.classOf(device.device()).equals(Optional.of(unit));
    }

    @FunctionalInterface
    private interface Check {
        void on(RegionView before, RegionView after);
    }

    private static void forEachEvent(long seed, Check check) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            RegionView view = log.before(i);
            for (Event event : log.step(i).decision().outcome().events()) {
                RegionView after = Ledger.evolve(view, log.position(i), event);
                check.on(view, after);
                view = after;
            }
        }
    }

    private static void forEachTable(long seed, java.util.function.Consumer<DeviceTable> check) {
        TestingLog log = new TestingLog(seed, LENGTH);
        for (int i = 0; i < log.length(); i++) {
            log.step(i).after().devices().all().forEach(host -> check.accept(host._2()));
        }
    }
}
