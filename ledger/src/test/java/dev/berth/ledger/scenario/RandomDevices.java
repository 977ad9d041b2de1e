package dev.berth.ledger.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.CellClaim;
import dev.berth.events.command.ChangeDevice;
import dev.berth.events.command.DeviceClaim;
import dev.berth.events.command.DeviceRequest;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.NumaPolicy;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFlavor;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.ThreadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * The devices of one random report: the VFs of a card counted by a provider of their own, its PF counted by none, a
 * plain device with tags and one without a provider. They come, go and change from one report to the next.
 */
final class RandomDevices {
    /** What the VFs are counted as. */
    static final String CLASS = "CUSTOM_PCI_8086_10ED";

    private static final PciAddress PF = PciAddress.of("0000:81:00.0");
    private static final int VFS_MAX = 4;

    private final SplittableRandom random;
    private final Symbols symbols;
    private final String host;
    private final List<PciDevice> devices = new ArrayList<>();

    RandomDevices(SplittableRandom random, Symbols symbols, String host) {
        this.random = random;
        this.symbols = symbols;
        this.host = host;
    }

    /** The providers, and those that count devices. */
    List<ReportedProvider> counted(List<ReportedProvider> providers) {
        List<ReportedProvider> all = new ArrayList<>(providers);
        if (random.nextInt(4) > 0) {
            all.add(count(host + "_card", CLASS, virtualFunctions()));
        }
        if (random.nextInt(3) > 0) {
            all.add(count(host + "_gpu", "CUSTOM_GPU", 1));
            ImmutableSortedMap.Builder<String, AttributeValue> tags = ImmutableSortedMap.naturalOrder();
            tags.put("resource_class", AttributeValue.of("CUSTOM_GPU"));
            tags.put("speed", AttributeValue.of("10g"));
            if (random.nextInt(2) > 0) {
                tags.put("one_time_use", AttributeValue.of("true"));
            }
            devices.add(device("0000:82:00.0", DeviceType.PCI, tags.build(), counter("_gpu")));
        }
        if (random.nextInt(3) > 0) {
            devices.add(device(PF.toString(), DeviceType.PF, ImmutableSortedMap.of(), Optional.empty()));
        }
        if (random.nextInt(3) > 0) {
            devices.add(device(
                    "0000:83:00.0",
                    DeviceType.PCI,
                    ImmutableSortedMap.of("physical_network", AttributeValue.of("net" + random.nextInt(2))),
                    Optional.empty()));
        }
        return all;
    }

    /** Something that an operator says of a device that a host may have, or of another. */
    static ChangeDevice change(CommandId id, SplittableRandom random, Symbols symbols) {
        ChangeDevice.Action action = ChangeDevice.Action.values()[random.nextInt(ChangeDevice.Action.values().length)];
        return new ChangeDevice(
                id,
                symbols.provider("host" + random.nextInt(3)),
                address(random),
                action,
                action.takesOut() ? Optional.of("reason" + random.nextInt(2)) : Optional.empty());
    }

    static PciAddress address(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> new PciAddress(0, 0x81, 0, random.nextInt(1 + VFS_MAX));
            case 1, 2 -> PciAddress.of("0000:82:00.0");
            default -> PciAddress.of("0000:83:00.0");
        };
    }

    static PciFlavor flavor(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> flavor("vf", PciAlternative.of("dev_type", "type-VF"));
            case 1 -> flavor("nic", PciAlternative.of("product_id", "10ed"));
            default -> flavor("net", PciAlternative.of("physical_network", "net0"));
        };
    }

    private static PciFlavor flavor(String name, PciAlternative alternative) {
        return new PciFlavor(name, ImmutableList.of(alternative), Optional.empty(), Optional.empty(), 0);
    }

    static DeviceClaim claim(SplittableRandom random, Symbols symbols, String host) {
        ImmutableList.Builder<DeviceRequest> requests = ImmutableList.builder();
        for (int i = random.nextInt(3); i > 0; i--) {
            boolean isNamed = random.nextInt(3) > 0;
            int count = 1 + random.nextInt(2);
            requests.add(new DeviceRequest(
                    "r" + i,
                    count,
                    isNamed ? Optional.of(flavor(random).name()) : Optional.empty(),
                    isNamed
                            ? ImmutableList.of()
                            : ImmutableList.of(
                                    PciAlternative.of("dev_type", random.nextInt(2) == 0 ? "type-PF" : "type-VF")),
                    ImmutableSortedMap.of(),
                    random.nextInt(2) == 0
                            ? Optional.empty()
                            : Optional.of(NumaPolicy.values()[random.nextInt(NumaPolicy.values().length)]),
                    random.nextInt(4) == 0
                            ? ImmutableSortedMap.of(symbols.provider(host + "_card"), count)
                            : ImmutableSortedMap.of()));
        }
        return new DeviceClaim(
                symbols.provider(host),
                random.nextInt(2) == 0 ? ImmutableSortedSet.of() : ImmutableSortedSet.of(random.nextInt(2)),
                requests.build());
    }

    private int virtualFunctions() {
        int count = 1 + random.nextInt(VFS_MAX);
        String counter = random.nextInt(25) == 0 ? "" : "_card";
        for (int function = 1; function <= count; function++) {
            devices.add(device("0000:81:00." + function, DeviceType.VF, ImmutableSortedMap.of(), counter(counter)));
        }
        return count;
    }

    private Optional<ProviderId> counter(String suffix) {
        return Optional.of(symbols.provider(host + suffix));
    }

    private PciDevice device(
            String address,
            DeviceType type,
            ImmutableSortedMap<String, AttributeValue> tags,
            Optional<ProviderId> provider) {
        return new PciDevice(
                PciAddress.of(address),
                "8086",
                type == DeviceType.PF ? "10fb" : "10ed",
                type,
                type.isChild() ? Optional.of(PF) : Optional.empty(),
                random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(2)),
                tags,
                ImmutableSortedMap.of(),
                provider);
    }

    private ReportedProvider count(String name, String resourceClass, int total) {
        return new ReportedProvider(
                symbols.provider(name),
                name,
                Optional.of(symbols.provider(host)),
                ImmutableSortedMap.of(ResourceClass.of(resourceClass), InventoryRecord.of(total)),
                ImmutableSortedSet.of());
    }

    ImmutableSortedMap<Integer, NumaCell> cells() {
        if (random.nextInt(6) == 0) {
            return ImmutableSortedMap.of();
        }
        int known = random.nextInt(6);
        return ImmutableSortedMap.of(0, cell(0, 0, known > 0), 1, cell(1, random.nextInt(2), known > 1));
    }

    private NumaCell cell(int id, int socket, boolean isKnown) {
        return isKnown
                ? new NumaCell(
                        id,
                        ImmutableSortedSet.of(4 * id, 4 * id + 1),
                        ImmutableSortedSet.of(4 * id + 2, 4 * id + 3),
                        1024 * (1 + random.nextInt(3)),
                        ImmutableList.of(ImmutableSortedSet.of(4 * id + 2, 4 * id + 3)),
                        random.nextInt(3) == 0
                                ? ImmutableList.of(new MemoryPages(4, 262_144, 0), new MemoryPages(2048, 256, 0))
                                : ImmutableList.of(),
                        OptionalInt.of(socket))
                : NumaCell.on(id, OptionalInt.of(socket));
    }

    /** A guest of one or two cells, or of none, which gives up what it has. */
    static CellClaim guest(SplittableRandom random, ProviderId host) {
        ImmutableList.Builder<GuestCell> cells = ImmutableList.builder();
        int count = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(2);
        boolean isDedicated = random.nextInt(3) == 0;
        for (int index = 0; index < count; index++) {
            ImmutableSortedSet<Integer> vcpus = ImmutableSortedSet.of(index);
            cells.add(new GuestCell(
                    index,
                    isDedicated ? ImmutableSortedSet.of() : vcpus,
                    isDedicated ? vcpus : ImmutableSortedSet.of(),
                    512,
                    random.nextInt(4) == 0 ? Optional.of(PageRequest.ANY) : Optional.empty(),
                    isDedicated ? CpuPolicy.DEDICATED : CpuPolicy.SHARED,
                    random.nextInt(4) == 0 ? ThreadPolicy.ISOLATE : ThreadPolicy.PREFER));
        }
        return new CellClaim(host, cells.build());
    }

    ImmutableList<PciDevice> offered() {
        return ImmutableList.copyOf(devices);
    }
}
