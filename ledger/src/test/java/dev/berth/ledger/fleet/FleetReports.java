package dev.berth.ledger.fleet;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryField;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * The agents of a fleet: what each host has now, which changes from one report to the next. Cards are pulled and put
 * back, SR-IOV goes on and off, CPUs are dedicated. For one thread.
 */
final class FleetReports {
    private static final int CPUS = 8;

    /** How a card is reported. */
    private enum Mode {
        ABSENT,
        WHOLE,
        SLICED,
        /** The card and its functions at once, each counted by a provider of its own. */
        BOTH,
        /** Functions for a physical network, which no provider counts. */
        NETWORK
    }

    /** What one machine has now. */
    private static final class Chassis {
        final Mode[] modes = {Mode.WHOLE, Mode.SLICED};
        final int[] functions = new int[FleetNames.CARDS];
        final boolean[] isOneTimeUse = new boolean[FleetNames.CARDS];
        boolean hasGpu = true;
        boolean hasNic = true;
        int dedicated;
    }

    private final SplittableRandom random;
    private final FleetNames names;
    private final List<Chassis> chassis = new ArrayList<>();

    FleetReports(SplittableRandom random, FleetNames names) {
        this.random = random;
        this.names = names;
        for (int i = 0; i < names.machines.size(); i++) {
            Chassis each = new Chassis();
            for (int card = 0; card < FleetNames.CARDS; card++) {
                each.functions[card] = 2 + random.nextInt(FleetNames.VFS_MAX - 1);
                each.isOneTimeUse[card] = random.nextInt(3) == 0;
            }
            chassis.add(each);
        }
    }

    ReportHost next(CommandId id, RegionView view) {
        int at = random.nextInt(names.machines.size());
        Chassis now = chassis.get(at);
        for (int card = 0; card < FleetNames.CARDS; card++) {
            if (random.nextInt(3) == 0) {
                now.modes[card] = Mode.values()[random.nextInt(Mode.values().length)];
            }
        }
        if (random.nextInt(4) == 0) {
            now.dedicated = 4 * random.nextInt(3);
        }
        now.hasGpu = random.nextInt(5) == 0 ? !now.hasGpu : now.hasGpu;
        now.hasNic = random.nextInt(5) == 0 ? !now.hasNic : now.hasNic;
        ReportHost report = report(id, names.machines.get(at), now);
        if (random.nextInt(4) == 0) {
            report = report.withCleaned(ImmutableSortedSet.of(address()));
        }
        if (random.nextInt(8) == 0) {
            report = report.takingOverName();
        }
        return view.enrolment(report.host()).isPresent()
                ? report.withSequence(view.lastSequence(report.host()).orElse(-1) + 1)
                : report;
    }

    /** Where a device may be, or none is. */
    PciAddress address() {
        return switch (random.nextInt(5)) {
            case 0 -> FleetNames.GPU_ADDRESS;
            case 1 -> FleetNames.NIC_ADDRESS;
            default -> FleetNames.function(random.nextInt(FleetNames.CARDS), random.nextInt(1 + FleetNames.VFS_MAX));
        };
    }

    private ReportHost report(CommandId id, FleetNames.Machine machine, Chassis now) {
        List<ReportedProvider> providers = new ArrayList<>();
        List<PciDevice> devices = new ArrayList<>();
        // Now and then a machine comes back under the name of another one, as after it was installed again.
        FleetNames.Machine namesake =
                random.nextInt(12) == 0 ? names.machines.get(random.nextInt(names.machines.size())) : machine;
        providers.add(root(machine, namesake.name(), now));
        for (int card = 0; card < FleetNames.CARDS; card++) {
            Mode mode = now.modes[card];
            ProviderId whole = machine.wholeCards().get(card);
            ProviderId sliced = machine.slicedCards().get(card);
            if (mode == Mode.WHOLE || mode == Mode.BOTH) {
                providers.add(counting(machine, whole, FleetNames.PF, 1));
                devices.add(device(now, card, 0, Optional.of(whole), FleetNames.PF));
            }
            if (mode == Mode.SLICED || mode == Mode.BOTH) {
                providers.add(counting(machine, sliced, FleetNames.VF, now.functions[card]));
            }
            if (mode == Mode.SLICED || mode == Mode.BOTH || mode == Mode.NETWORK) {
                Optional<ProviderId> counter = mode == Mode.NETWORK ? Optional.empty() : Optional.of(sliced);
                for (int function = 1; function <= now.functions[card]; function++) {
                    devices.add(device(now, card, function, counter, FleetNames.VF));
                }
            }
        }
        if (now.hasGpu) {
            providers.add(counting(machine, machine.gpu(), FleetNames.GPU, 1));
            devices.add(plain(
                    FleetNames.GPU_ADDRESS,
                    "1db6",
                    ImmutableSortedMap.of(
                            "one_time_use",
                            AttributeValue.of("true"),
                            "resource_class",
                            AttributeValue.of(FleetNames.GPU.name())),
                    Optional.of(machine.gpu())));
        }
        if (now.hasNic) {
            devices.add(plain(
                    FleetNames.NIC_ADDRESS,
                    "1017",
                    ImmutableSortedMap.of("physical_network", AttributeValue.of("net0")),
                    Optional.empty()));
        }
        if (random.nextInt(30) == 0) {
            // A provider of another machine, or what an operator has put below this one.
            FleetNames.Machine other = names.machines.get(random.nextInt(names.machines.size()));
            providers.add(counting(machine, other.extra(), FleetNames.EXTRA, 2));
        }
        return new ReportHost(
                id,
                machine.root(),
                ImmutableList.copyOf(providers),
                ImmutableSortedMap.of(),
                ImmutableList.copyOf(devices));
    }

    private ReportedProvider root(FleetNames.Machine machine, String name, Chassis now) {
        ImmutableSortedMap.Builder<ResourceClass, InventoryRecord> inventories = ImmutableSortedMap.naturalOrder();
        inventories.put(FleetNames.MEMORY_MB, InventoryRecord.of(16));
        if (now.dedicated < CPUS) {
            inventories.put(FleetNames.VCPU, InventoryRecord.of(CPUS - now.dedicated));
        }
        if (now.dedicated > 0) {
            inventories.put(FleetNames.PCPU, InventoryRecord.of(now.dedicated));
        }
        ImmutableSortedMap<ResourceClass, ImmutableSortedSet<InventoryField>> explicit = random.nextInt(10) == 0
                ? ImmutableSortedMap.of(FleetNames.MEMORY_MB, ImmutableSortedSet.of(InventoryField.RESERVED))
                : ImmutableSortedMap.of();
        return new ReportedProvider(
                machine.root(), name, Optional.empty(), inventories.build(), ImmutableSortedSet.of(), explicit);
    }

    private ReportedProvider counting(
            FleetNames.Machine machine, ProviderId provider, ResourceClass resourceClass, int total) {
        return new ReportedProvider(
                provider,
                names.symbols.name(provider),
                Optional.of(machine.root()),
                ImmutableSortedMap.of(resourceClass, InventoryRecord.of(total)),
                ImmutableSortedSet.of());
    }

    private static PciDevice device(
            Chassis now, int card, int function, Optional<ProviderId> counter, ResourceClass unit) {
        ImmutableSortedMap.Builder<String, AttributeValue> tags = ImmutableSortedMap.naturalOrder();
        if (counter.isPresent()) {
            tags.put("resource_class", AttributeValue.of(unit.name()));
        } else {
            tags.put("physical_network", AttributeValue.of("net0"));
        }
        if (now.isOneTimeUse[card]) {
            tags.put("one_time_use", AttributeValue.of("true"));
        }
        return new PciDevice(
                FleetNames.function(card, function),
                "8086",
                function == 0 ? "10fb" : "10ed",
                function == 0 ? DeviceType.PF : DeviceType.VF,
                function == 0 ? Optional.empty() : Optional.of(FleetNames.function(card, 0)),
                OptionalInt.empty(),
                tags.build(),
                ImmutableSortedMap.of(),
                counter);
    }

    private static PciDevice plain(
            PciAddress address,
            String product,
            ImmutableSortedMap<String, AttributeValue> tags,
            Optional<ProviderId> counter) {
        return new PciDevice(
                address,
                "10de",
                product,
                DeviceType.PCI,
                Optional.empty(),
                OptionalInt.empty(),
                tags,
                ImmutableSortedMap.of(),
                counter);
    }
}
