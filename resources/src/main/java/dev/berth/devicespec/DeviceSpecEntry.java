package dev.berth.devicespec;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import dev.berth.resource.attribute.AttributeNames;
import java.util.Optional;

/**
 * One entry of a device spec: which devices it is about and what it says of them. Immutable.
 *
 * @param devname the network interface whose device is meant; the address is then that interface's
 * @param tags what it says: every key that does not select devices
 */
record DeviceSpecEntry(
        HexField vendorId,
        HexField productId,
        AddressPattern address,
        Optional<String> devname,
        ImmutableSortedMap<String, AttributeValue> tags) {
    boolean matches(PciDevice device, HostDevices host) {
        return vendorId.matches(Integer.parseInt(device.vendorId(), 16))
                && productId.matches(Integer.parseInt(device.productId(), 16))
                && addressOn(host)
                        .filter(pattern -> isAt(pattern, device, host))
                        .isPresent()
                && (!isRemoteManaged() || hasSerialNumber(device));
    }

    /** The pattern as this host understands it; empty if it lacks the interface, which matches nothing. */
    private Optional<AddressPattern> addressOn(HostDevices host) {
        return devname.isEmpty()
                ? Optional.of(address)
                : devname.flatMap(host::ofInterface).map(AddressGlob::of);
    }

    /** The whole address of a PF stands for its VFs too; a pattern, however narrow, only for what it matches. */
    private static boolean isAt(AddressPattern pattern, PciDevice device, HostDevices host) {
        if (pattern.matches(device.address())) {
            return true;
        }
        Optional<PciAddress> whole = pattern.wholeAddress();
        return whole.isPresent()
                && whole.equals(device.parent())
                && whole.filter(host::isPhysicalFunction).isPresent();
    }

    /** Remote-managed devices are programmed through their card, which is found by its serial number. */
    private static boolean hasSerialNumber(PciDevice device) {
        return device.textFact(PciFact.CARD_SERIAL_NUMBER)
                .filter(serial -> !serial.trim().isEmpty())
                .isPresent();
    }

    /** Whether it leaves out everything that selects, as a misspelt "adress" does: that is then one more tag. */
    boolean isForAllDevices() {
        return vendorId.isAny() && productId.isAny() && devname.isEmpty() && address.equals(AddressGlob.ANY);
    }

    /** Unlike the other flags this one may hold any text, and all but the words for true mean false. */
    boolean isRemoteManaged() {
        return Optional.ofNullable(tags.get(AttributeNames.REMOTE_MANAGED))
                .flatMap(Flags::parse)
                .orElse(false);
    }

    /** Whether the network service hands out its devices, so that they are no providers. */
    boolean isOfPhysicalNetwork() {
        return DeviceSymbols.text(tags, AttributeNames.PHYSICAL_NETWORK).isPresent();
    }

    /** What cannot be so on this host: an entry for remote management must be about VFs. */
    void check(HostDevices host, ErrorsAt errors) {
        if (!isRemoteManaged()) {
            return;
        }
        Optional<AddressPattern> pattern = addressOn(host);
        if (pattern.isEmpty()) {
            errors.add(
                    DeviceSpecError.Code.REMOTE_MANAGED_ABSENT,
                    "expected a network interface of this host in devname but got " + devname.orElse(""));
            return;
        }
        pattern.get().wholeAddress().flatMap(host::physicalFunctionAt).ifPresent(pf -> checkIds(pf, host, errors));
    }

    private void checkIds(PciDevice pf, HostDevices host, ErrorsAt errors) {
        Optional<String> vfProductId = host.virtualFunctionProductId(pf);
        boolean isOfVendor = vendorId.matches(Integer.parseInt(pf.vendorId(), 16));
        if (isOfVendor && vfProductId.filter(productId::is).isPresent()) {
            return;
        }
        if (isOfVendor && productId.matches(Integer.parseInt(pf.productId(), 16))) {
            errors.add(
                    DeviceSpecError.Code.REMOTE_MANAGED_PF,
                    "PF " + pf.address() + " cannot be remote-managed; name the product id of its VFs"
                            + vfProductId.map(id -> ", " + id).orElse(""));
            return;
        }
        errors.add(
                DeviceSpecError.Code.REMOTE_MANAGED_IDS,
                "expected the ids of the VFs of PF " + pf.address() + ", " + pf.vendorId() + ":"
                        + vfProductId.orElse("unknown") + ", but got " + vendorId + ":" + productId);
    }
}
