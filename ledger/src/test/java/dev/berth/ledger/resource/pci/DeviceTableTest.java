package dev.berth.ledger.resource.pci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.DeviceStatus;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.Limits;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciRequest;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceOutcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class DeviceTableTest {
    private static final OptionalInt NODE = OptionalInt.of(0);
    private static final PciDevice PF = TestingDevices.pf(3, NODE);
    private static final PciDevice VF = TestingDevices.child(3, 0, DeviceType.VF, NODE);
    private static final PciDevice VDPA = TestingDevices.child(3, 1, DeviceType.VDPA, NODE);
    private static final PciDevice PLAIN = TestingDevices.plain(1, NODE);
    private static final ConsumerId GUEST = TestingDevices.consumer("guest");
    private static final ConsumerId OTHER = TestingDevices.consumer("other");

    private static final DeviceTable HOST = tracked(PLAIN, PF, VF, VDPA);

    @Test
    void refusesChildrenOfAPfInUse() {
        DeviceTable table = HOST.allocate(PF.address(), GUEST, "r").orElseThrow();
        assertThat(refusal(table.claim(VF.address(), OTHER, "r"))).isEqualTo(Reason.INVALID_STATUS);
        DeviceTable withNewChild = table.report(
                        List.of(PLAIN, PF, VF, VDPA, TestingDevices.child(3, 2, DeviceType.VF, NODE)))
                .table();
        PciAddress newChild = new PciAddress(0, 3, 1, 2);
        assertThat(refusal(withNewChild.claim(newChild, OTHER, "r"))).isEqualTo(Reason.INVALID_STATUS);
        assertThat(withNewChild
                        .free(PF.address(), Optional.of(GUEST))
                        .orElseThrow()
                        .claim(newChild, OTHER, "r"))
                .matches(DeviceOutcome::isChanged);
    }

    @Test
    void refusesAPfThatReturnedWhileAChildIsInUse() {
        DeviceTable table = HOST.claim(VF.address(), GUEST, "r").orElseThrow();
        DeviceTable withoutPf = table.report(List.of(PLAIN, VF, VDPA)).table();
        assertThat(withoutPf.get(PF.address())).isEmpty();
        DeviceTable again = withoutPf.report(List.of(PLAIN, PF, VF, VDPA)).table();
        assertThat(refusal(again.claim(PF.address(), OTHER, "r"))).isEqualTo(Reason.INVALID_STATUS);
        assertThat(again.free(VF.address(), Optional.of(GUEST)).orElseThrow().claim(PF.address(), OTHER, "r"))
                .matches(DeviceOutcome::isChanged);
    }

    @Test
    void freesNoDeviceThatItDoesNotKnow() {
        assertThat(refusal(HOST.free(new PciAddress(0, 9, 0, 0), Optional.empty())))
                .isEqualTo(Reason.UNKNOWN_DEVICE);
    }

    /** It took many minutes when each release looked at all that the card has. */
    @Test
    @Timeout(60)
    void freesTheChildrenOfLargeCardsOneByOneInTime() {
        PciDevice pf = TestingDevices.pf(0x10, NODE);
        List<PciDevice> card = new ArrayList<>(List.of(pf));
        for (int i = 1; i < Limits.HOST_DEVICES_MAX; i++) {
            card.add(TestingDevices.childAt(new PciAddress(1 + (i >> 8), i & 0xff, 0, 0), pf.address()));
        }
        DeviceTable held = DeviceTable.EMPTY.report(card).table();
        for (PciDevice child : card.subList(1, card.size())) {
            held = held.claim(child.address(), GUEST, "r").orElseThrow();
        }
        for (int host = 0; host < 30; host++) {
            DeviceTable table = held;
            for (PciDevice child : card.subList(1, card.size())) {
                assertThat(table.get(pf.address()).orElseThrow().isAvailable()).isFalse();
                table = table.free(child.address(), Optional.of(GUEST)).orElseThrow();
            }
            assertThat(table).isEqualTo(DeviceTable.EMPTY.report(card).table());
        }
    }

    @Test
    void freesWhatUnknownConsumersHold() {
        DeviceTable table = HOST.claim(PLAIN.address(), GUEST, "r").orElseThrow();
        table = table.claim(PF.address(), OTHER, "r").orElseThrow();
        assertThat(table.freeUnknown(Set.of(GUEST)).table())
                .isEqualTo(HOST.claim(PLAIN.address(), GUEST, "r").orElseThrow());
    }

    @Test
    void leavesAChildThatDamagedDataShowsInUseWithItsOwner() {
        DeviceTable damaged = DeviceTable.of(List.of(
                TrackedDevice.available(PF).busy(DeviceStatus.ALLOCATED, GUEST, "r"),
                TrackedDevice.available(VF).busy(DeviceStatus.ALLOCATED, OTHER, "r")));
        assertThat(DeviceAudit.violations(damaged)).singleElement().asString().contains("both in use");
        assertThat(damaged.freeAll(GUEST)
                        .table()
                        .get(VF.address())
                        .orElseThrow()
                        .isOwnedBy(OTHER))
                .isTrue();
    }

    @Test
    void unblocksADeviceThatMovesToAnotherParent() {
        DeviceTable table = HOST.claim(PF.address(), GUEST, "r").orElseThrow();
        PciDevice moved = new PciDevice(
                VF.address(),
                VF.vendorId(),
                VF.productId(),
                VF.type(),
                Optional.of(new PciAddress(0, 4, 0, 0)),
                NODE,
                VF.tags(),
                VF.facts(),
                Optional.empty());
        DeviceTable after = table.report(List.of(PLAIN, PF, moved, VDPA)).table();
        assertThat(after.get(VF.address()).orElseThrow().isAvailable()).isTrue();
        assertThat(after.childrenOf(PF.address())).hasSize(1);
    }

    @Test
    void findsAWayAroundADeadEndAmongManyEquals() {
        List<PciDevice> devices = new ArrayList<>();
        for (int bus = 0x10; bus < 0x30; bus++) {
            devices.add(TestingDevices.pf(bus, NODE));
            devices.add(TestingDevices.child(bus, 0, DeviceType.VF, NODE));
        }
        devices.add(TestingDevices.pf(0x60, NODE));
        List<PciRequest> requests =
                List.of(PciRequest.of("p", 1, TestingDevices.PF), PciRequest.of("v", 32, TestingDevices.VF));
        DeviceChoice claim = DeviceTable.EMPTY.report(devices).table().claim(GUEST, requests, Affinity.NONE);
        assertThat(claim)
                .isInstanceOfSatisfying(
                        DeviceChoice.Chosen.class,
                        chosen ->
                                assertThat(chosen.addresses().get("p")).containsExactly(new PciAddress(0, 0x60, 0, 0)));
    }

    @Test
    void findsADeviceBehindTheFunctionsOfAllCardsThatTheSameRequestHasTaken() {
        List<PciDevice> devices = new ArrayList<>();
        for (int bus = 0x10; bus < 0x18; bus++) {
            devices.add(TestingDevices.pf(bus, NODE));
            for (int n = 0; n < 200; n++) {
                devices.add(
                        TestingDevices.childAt(new PciAddress(0, bus, 1 + n / 8, n % 8), new PciAddress(0, bus, 0, 0)));
            }
        }
        devices.add(TestingDevices.tagged(TestingDevices.plain(0x60, NODE), "net", "a"));
        List<PciRequest> requests =
                List.of(PciRequest.of("any", 9, TestingDevices.PF, TestingDevices.VF, PciAlternative.of("net", "a")));
        DeviceChoice claim = DeviceTable.EMPTY.report(devices).table().claim(GUEST, requests, Affinity.NONE);
        assertThat(claim)
                .isInstanceOfSatisfying(
                        DeviceChoice.Chosen.class,
                        chosen -> assertThat(chosen.addresses().get("any")).hasSize(9));
    }

    @Test
    void findsAWayAroundADeadEndBehindAThousandPicksOfOneKind() {
        List<PciDevice> devices = new ArrayList<>();
        devices.add(TestingDevices.pf(0x10, NODE));
        devices.add(TestingDevices.child(0x10, 0, DeviceType.VF, NODE));
        devices.add(TestingDevices.pf(0x11, NODE));
        List<PciRequest> requests = new ArrayList<>(List.of(PciRequest.of("p", 1, TestingDevices.PF)));
        int others = 4;
        for (int request = 0; request < others; request++) {
            for (int i = 0; i < Limits.REQUEST_DEVICES_MAX; i++) {
                devices.add(TestingDevices.at(new PciAddress(1 + request, i >> 5, i & 0x1f, 0)));
            }
            requests.add(PciRequest.of("n" + request, Limits.REQUEST_DEVICES_MAX, TestingDevices.PLAIN));
        }
        requests.add(PciRequest.of("v", 1, TestingDevices.VF));
        assertThat(others * Limits.REQUEST_DEVICES_MAX).isGreaterThan(1_000);
        DeviceChoice claim = DeviceTable.EMPTY.report(devices).table().claim(GUEST, requests, Affinity.NONE);
        assertThat(claim)
                .isInstanceOfSatisfying(
                        DeviceChoice.Chosen.class,
                        chosen ->
                                assertThat(chosen.addresses().get("p")).containsExactly(new PciAddress(0, 0x11, 0, 0)));
    }

    @Test
    void givesUpOnWhatCannotBeHadTogether() {
        List<PciDevice> devices = new ArrayList<>();
        for (int bus = 0x10; bus < 0x30; bus++) {
            devices.add(TestingDevices.pf(bus, NODE));
            devices.add(TestingDevices.child(bus, 0, DeviceType.VF, NODE));
        }
        List<PciRequest> requests =
                List.of(PciRequest.of("p", 17, TestingDevices.PF), PciRequest.of("v", 16, TestingDevices.VF));
        DeviceTable table = DeviceTable.EMPTY.report(devices).table();
        assertThat(table.pools().supports(requests, Affinity.NONE)).isTrue();
        assertThat(table.claim(GUEST, requests, Affinity.NONE))
                .isInstanceOfSatisfying(
                        DeviceChoice.Unavailable.class,
                        unavailable -> assertThat(unavailable.message()).contains("given up"));
    }

    @Test
    void saysThatNothingServesWhenAllWasTried() {
        List<PciDevice> devices =
                List.of(TestingDevices.pf(0x10, NODE), TestingDevices.child(0x10, 0, DeviceType.VF, NODE));
        List<PciRequest> requests =
                List.of(PciRequest.of("p", 1, TestingDevices.PF), PciRequest.of("v", 1, TestingDevices.VF));
        assertThat(DeviceTable.EMPTY.report(devices).table().claim(GUEST, requests, Affinity.NONE))
                .isEqualTo(new DeviceChoice.Unavailable("no devices can be had together that serve all requests"));
    }

    @Test
    void servesRequestsForAsManyDevicesAsAHostMayHave() {
        List<PciDevice> devices = new ArrayList<>();
        for (int i = 0; i < Limits.HOST_DEVICES_MAX; i++) {
            devices.add(TestingDevices.at(new PciAddress(i >> 8, i & 0xff, 0, 0)));
        }
        List<PciRequest> requests = new ArrayList<>();
        for (int i = 0; i < Limits.HOST_DEVICES_MAX / Limits.REQUEST_DEVICES_MAX; i++) {
            requests.add(PciRequest.of("r" + i, Limits.REQUEST_DEVICES_MAX, TestingDevices.PLAIN));
        }
        DeviceChoice claim = DeviceTable.EMPTY.report(devices).table().claim(GUEST, requests, Affinity.NONE);
        assertThat(claim)
                .isInstanceOfSatisfying(
                        DeviceChoice.Chosen.class,
                        chosen -> assertThat(chosen.addresses().values())
                                .hasSize(requests.size())
                                .allSatisfy(addresses -> assertThat(addresses).hasSize(Limits.REQUEST_DEVICES_MAX)));
    }

    private static Reason refusal(DeviceOutcome outcome) {
        return ((DeviceOutcome.Disallowed) outcome).reason();
    }

    private static DeviceTable tracked(PciDevice... devices) {
        return DeviceTable.EMPTY.report(List.of(devices)).table();
    }
}
