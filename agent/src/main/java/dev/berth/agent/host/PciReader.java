package dev.berth.agent.host;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads PCI devices from sys/bus/pci/devices. A device that cannot be named or identified is skipped with a warning;
 * the others are read all the same.
 */
final class PciReader {
    private static final String DEVICES = "bus/pci/devices";
    private static final String VDPA = "bus/vdpa/devices";

    private final KernelTree sys;
    private final List<HostWarning> warnings = new ArrayList<>();
    private final TreeMap<PciAddress, String> directories = new TreeMap<>();
    private final TreeMap<String, Optional<String>> serialNumbers = new TreeMap<>();
    private final TreeSet<PciAddress> vdpaParents = new TreeSet<>();

    PciReader(KernelTree sys) {
        this.sys = sys;
        for (String name : sys.names(DEVICES)) {
            Optional<PciAddress> address = PciAddress.parse(name);
            if (address.isPresent()) {
                directories.put(address.get(), DEVICES + "/" + name + "/");
            } else {
                warn(DEVICES + "/" + name, "not a PCI address of the form dddd:bb:ss.f; the device is skipped");
            }
        }
        sys.names(VDPA).forEach(name -> lowestPciAddress(VDPA + "/" + name).ifPresent(vdpaParents::add));
    }

    /** The devices in the order of their addresses. */
    List<PciDevice> devices() {
        List<PciDevice> devices = new ArrayList<>();
        directories.forEach((address, directory) -> device(address, directory).ifPresent(devices::add));
        return devices;
    }

    /** The devices' network interfaces by name. */
    ImmutableSortedMap<String, PciAddress> interfaces() {
        TreeMap<String, PciAddress> interfaces = new TreeMap<>();
        directories.forEach(
                (address, directory) -> sys.names(directory + "net").forEach(name -> interfaces.put(name, address)));
        return ImmutableSortedMap.copyOfSorted(interfaces);
    }

    List<HostWarning> warnings() {
        return List.copyOf(warnings);
    }

    private Optional<PciDevice> device(PciAddress address, String directory) {
        Optional<String> vendorId = sys.text(directory + "vendor").flatMap(PciReader::pciId);
        Optional<String> productId = sys.text(directory + "device").flatMap(PciReader::pciId);
        if (vendorId.isEmpty() || productId.isEmpty()) {
            warn(directory, "no readable vendor and device id of four hex digits; the device is skipped");
            return Optional.empty();
        }
        Optional<PciAddress> parent = sys.link(directory + "physfn").flatMap(PciReader::addressIn);
        DeviceType type = type(address, directory);
        return Optional.of(new PciDevice(
                address,
                vendorId.get(),
                productId.get(),
                type,
                type.isChild() ? parent : Optional.empty(),
                sys.id(directory + "numa_node"),
                ImmutableSortedMap.of(),
                facts(directory, parent.map(directories::get)),
                Optional.empty()));
    }

    /**
     * A PF is a device that could have VFs, whether or not any are made; the virtfn links stand for it where a kernel
     * does not tell the number.
     */
    private DeviceType type(PciAddress address, String directory) {
        if (sys.link(directory + "physfn").isPresent()) {
            return vdpaParents.contains(address) ? DeviceType.VDPA : DeviceType.VF;
        }
        boolean couldHaveVfs = sys.number(directory + "sriov_totalvfs").orElse(0) > 0
                || sys.names(directory).stream().anyMatch(name -> name.matches("virtfn[0-9]+"));
        return couldHaveVfs ? DeviceType.PF : DeviceType.PCI;
    }

    private ImmutableSortedMap<String, AttributeValue> facts(String directory, Optional<String> parent) {
        TreeMap<String, AttributeValue> facts = new TreeMap<>();
        interfaceOf(directory)
                .flatMap(name -> sys.text(directory + "net/" + name + "/address"))
                .ifPresent(mac -> facts.put(PciFact.MAC_ADDRESS, AttributeValue.of(mac.toLowerCase(Locale.ROOT))));
        parent.flatMap(this::interfaceOf).ifPresent(name -> facts.put(PciFact.PARENT_IFNAME, AttributeValue.of(name)));
        sys.text(directory + "sriov_vf_device")
                .flatMap(PciReader::pciId)
                .ifPresent(id -> facts.put(PciFact.VF_PRODUCT_ID, AttributeValue.of(id)));
        serialNumber(directory)
                .or(() -> parent.flatMap(this::serialNumber))
                .ifPresent(serial -> facts.put(PciFact.CARD_SERIAL_NUMBER, AttributeValue.of(serial)));
        return ImmutableSortedMap.copyOfSorted(facts);
    }

    private Optional<String> interfaceOf(String directory) {
        return sys.names(directory + "net").stream().findFirst();
    }

    /**
     * VFs rarely have vital product data of their own; the card's is the PF's. Mostly only root may read it, and a
     * card may take its time, so each is asked once.
     */
    private Optional<String> serialNumber(String directory) {
        return serialNumbers.computeIfAbsent(
                directory, asked -> sys.bytes(asked + "vpd").flatMap(VitalProductData::serialNumber));
    }

    /** Sysfs writes {@code 0x8086} for a device's own ids and {@code 10ed}, not padded, for those of its VFs. */
    private static Optional<String> pciId(String text) {
        String digits = text.toLowerCase(Locale.ROOT);
        String bare = digits.startsWith("0x") ? digits.substring(2) : digits;
        return Optional.of("0".repeat(Math.max(0, 4 - bare.length())) + bare).filter(PciDevice::isId);
    }

    /** A vDPA device lies below the PCI function that carries it, at no fixed depth. */
    private Optional<PciAddress> lowestPciAddress(String link) {
        PciAddress lowest = null;
        for (Path name : sys.link(link).orElse(Path.of(""))) {
            lowest = PciAddress.parse(name.toString()).orElse(lowest);
        }
        return Optional.ofNullable(lowest);
    }

    private static Optional<PciAddress> addressIn(Path target) {
        return Optional.ofNullable(target.getFileName()).flatMap(name -> PciAddress.parse(name.toString()));
    }

    private void warn(String where, String what) {
        warnings.add(new HostWarning(where, what));
    }
}
