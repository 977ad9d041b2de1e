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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads PCI devices from sys/bus/pci/devices. A device that cannot be named or identified is skipped with a warning;
 * the others are read all the same.
 */
final class PciReader {
    private static final String DEVICES = "bus/pci/devices";
    private static final String VDPA = "bus/vdpa/devices";

    /** Displays and 3D, coprocessors, and accelerators: what is called a GPU. */
    private static final Pattern GPU_CLASS = Pattern.compile("0x(03|12|0b40).*");

    private static final Pattern ROOT = Pattern.compile("pci[0-9a-f]{4}:[0-9a-f]{2}");

    private final KernelTree sys;
    private final CpuSet online;
    private final NumaNodes cells;
    private final Map<String, String> productNames;
    private final int count;
    private final TreeMap<PciAddress, String> directories = new TreeMap<>();
    private final TreeMap<String, Optional<String>> serialNumbers = new TreeMap<>();
    private final TreeSet<PciAddress> vdpaParents = new TreeSet<>();

    PciReader(KernelTree sys, CpuSet online, NumaNodes cells, PciIds pciIds) {
        this.sys = sys;
        this.online = online;
        this.cells = cells;
        List<String> names = sys.names(DEVICES);
        this.count = names.size();
        if (count > HostInventory.PCI_DEVICES_MAX) {
            this.productNames = Map.of();
            return;
        }
        for (String name : names) {
            Optional<PciAddress> address = PciAddress.parse(name);
            if (address.isPresent()) {
                directories.put(address.get(), DEVICES + "/" + name + "/");
            } else {
                warn(DEVICES + "/" + name, "not a PCI address of the form dddd:bb:ss.f; the device is skipped");
            }
        }
        sys.names(VDPA).forEach(name -> lowestPciAddress(VDPA + "/" + name).ifPresent(vdpaParents::add));
        this.productNames = pciIds.names(gpuProducts(), sys.warnings());
    }

    /** How many devices there are, whether or not they can be read. */
    int count() {
        return count;
    }

    /** The devices in the order of their addresses; none if there are more than are read. */
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

    private TreeSet<String> gpuProducts() {
        TreeSet<String> products = new TreeSet<>();
        for (String directory : directories.values()) {
            if (isGpu(directory)) {
                Optional<String> vendorId = pciId(directory, "vendor");
                Optional<String> productId = pciId(directory, "device");
                vendorId.flatMap(vendor -> productId.map(product -> vendor + ":" + product))
                        .ifPresent(products::add);
            }
        }
        return products;
    }

    private boolean isGpu(String directory) {
        return sys.text(directory + "class")
                .filter(text -> GPU_CLASS.matcher(text.toLowerCase(Locale.ROOT)).matches())
                .isPresent();
    }

    private Optional<PciDevice> device(PciAddress address, String directory) {
        Optional<String> vendorId = pciId(directory, "vendor");
        Optional<String> productId = pciId(directory, "device");
        if (vendorId.isEmpty() || productId.isEmpty()) {
            warn(directory, "no readable vendor and device id of four hex digits; the device is skipped");
            return Optional.empty();
        }
        Optional<PciAddress> parent = sys.link(directory + "physfn").flatMap(PciReader::addressIn);
        DeviceType type = type(address, directory);
        OptionalInt cell = cell(directory);
        return Optional.of(new PciDevice(
                address,
                vendorId.get(),
                productId.get(),
                type,
                type.isChild() ? parent : Optional.empty(),
                cell,
                ImmutableSortedMap.of(),
                facts(directory, parent.map(directories::get), cell, vendorId.get() + ":" + productId.get()),
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

    /**
     * The kernel's node or, where it names none, the cell of the CPUs that the firmware has near the device. CPUs of
     * the whole host say nothing.
     */
    private OptionalInt cell(String directory) {
        OptionalInt node = sys.id(directory + "numa_node");
        if (node.isPresent()) {
            return OptionalInt.of(cells.at(node.getAsInt()));
        }
        CpuSet near = sys.list(directory + "local_cpulist")
                .or(() -> sys.mask(directory + "local_cpus"))
                .orElse(CpuSet.EMPTY)
                .intersection(online);
        return near.size() < online.size() ? cells.around(near) : OptionalInt.empty();
    }

    private ImmutableSortedMap<String, AttributeValue> facts(
            String directory, Optional<String> parent, OptionalInt cell, String product) {
        PciFacts facts = new PciFacts(directory, sys.warnings());
        facts.put(
                PciFact.MAC_ADDRESS,
                interfaceOf(directory)
                        .flatMap(name -> sys.text(directory + "net/" + name + "/address"))
                        .map(mac -> mac.toLowerCase(Locale.ROOT)));
        facts.put(PciFact.PARENT_IFNAME, parent.flatMap(this::interfaceOf));
        facts.put(PciFact.VF_PRODUCT_ID, sys.text(directory + "sriov_vf_device").flatMap(PciReader::pciId));
        facts.put(PciFact.CARD_SERIAL_NUMBER, serialNumber(directory).or(() -> parent.flatMap(this::serialNumber)));
        facts.put(PciFact.PCIE_ROOT, root(directory));
        facts.put(PciFact.MDEV_TYPES, sys.names(directory + "mdev_supported_types"));
        facts.put(PciFact.NUMA_DISTANCES, distances(cell));
        if (isGpu(directory)) {
            facts.put(PciFact.PRODUCT_NAME, Optional.ofNullable(productNames.get(product)));
        }
        OptionalLong totalVfs = sys.number(directory + "sriov_totalvfs");
        if (totalVfs.orElse(0) > 0) {
            facts.put(PciFact.SRIOV_TOTAL_VFS, totalVfs.getAsLong());
        }
        return facts.all();
    }

    /** The root complex is the first directory on the device's way from sys/devices that is named after a bus. */
    private Optional<String> root(String directory) {
        Path target = sys.link(directory.substring(0, directory.length() - 1)).orElse(Path.of(""));
        for (Path name : target) {
            if (ROOT.matcher(name.toString()).matches()) {
                return Optional.of(name.toString());
            }
        }
        return Optional.empty();
    }

    /** Such as {@code 0:10}, {@code 1:21}: a cell, and how far it is from the device's. */
    private List<String> distances(OptionalInt cell) {
        return cells.cells().stream()
                .filter(candidate -> OptionalInt.of(candidate.id()).equals(cell))
                .flatMap(here -> here.distances().entrySet().stream())
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .toList();
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
                directory, asked -> sys.privateBytes(asked + "vpd").flatMap(VitalProductData::serialNumber));
    }

    private Optional<String> pciId(String directory, String name) {
        return sys.text(directory + name).flatMap(PciReader::pciId);
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
        sys.warnings().add(where, what);
    }
}
