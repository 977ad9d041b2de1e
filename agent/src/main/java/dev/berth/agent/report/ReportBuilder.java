package dev.berth.agent.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import dev.berth.devicespec.DeviceProvider;
import dev.berth.devicespec.DeviceProviders;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.resource.integer.IntegerInventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Makes a host's report from facts: the host with what is counted, its NUMA cells below it, and the offered devices
 * below their cell, or below the host where the cell is unknown. The same facts give the same report, ids included.
 */
public final class ReportBuilder {
    private static final ImmutableSortedSet<Trait> CELL_TRAITS = ImmutableSortedSet.of(Trait.of("HW_NUMA_ROOT"));

    /** Tells a service that manages other devices of the host to leave these alone. */
    private static final Trait OWNER = Trait.of("OWNER_NOVA");

    private static final ResourceClass PCPU = ResourceClass.of("PCPU");

    private final ReportSettings settings;
    private final DeviceSpec spec;

    public ReportBuilder(ReportSettings settings, DeviceSpec spec) {
        this.settings = settings;
        this.spec = spec;
    }

    /** The report, or all that stands against it. */
    public ReportAttempt build(HostFacts facts) {
        List<PciDevice> offered = spec.offered(facts.devices());
        DeviceProviders devices = DeviceProviders.of(settings.hostName(), spec, offered);
        ImmutableSortedMap<ResourceClass, InventoryRecord> counted = counted(facts, settings);
        List<String> problems = new ArrayList<>();
        if (facts.dedicatedCpus() < settings.dedicatedCpus().size()) {
            problems.add("the host cannot dedicate CPUs " + settings.dedicatedCpus() + ": it has only "
                    + facts.dedicatedCpus() + " of them");
        }
        counted.forEach((resourceClass, inventory) -> {
            if (inventory.reserved() > inventory.total()) {
                problems.add("the host cannot reserve " + inventory.reserved() + " " + resourceClass + " of "
                        + inventory.total());
            }
        });
        spec.errorsOn(facts.devices()).forEach(error -> problems.add("device spec, " + error));
        devices.refusals().forEach(refusal -> problems.add("device spec, " + refusal));
        List<String> warnings = new ArrayList<>(facts.warnings());
        spec.warnings().forEach(warning -> warnings.add("device spec, " + warning));
        spec.warningsOn(facts.devices()).forEach(warning -> warnings.add("device spec, " + warning));
        return problems.isEmpty()
                ? ReportAttempt.made(report(facts, counted, offered, devices.providers()), warnings)
                : ReportAttempt.refused(problems, warnings);
    }

    private ReportedHost report(
            HostFacts facts,
            ImmutableSortedMap<ResourceClass, InventoryRecord> counted,
            List<PciDevice> offered,
            List<DeviceProvider> deviceProviders) {
        ProviderId host = settings.rootId();
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        providers.add(new ReportedProvider(
                host,
                settings.hostName(),
                Optional.empty(),
                counted,
                facts.traits(),
                ImmutableSortedMap.copyOfSorted(Maps.filterKeys(settings.explicit(), counted::containsKey))));
        for (NumaCell cell : facts.cells()) {
            providers.add(new ReportedProvider(
                    cellId(host, cell.id()),
                    settings.hostName() + "_NUMA" + cell.id(),
                    Optional.of(host),
                    ImmutableSortedMap.of(),
                    CELL_TRAITS));
        }
        TreeMap<PciAddress, ProviderId> providerOfUnit = new TreeMap<>();
        for (DeviceProvider device : deviceProviders) {
            ProviderId id = ProviderIds.below(host, "pci/" + device.address());
            device.units().forEach(unit -> providerOfUnit.put(unit, id));
            providers.add(new ReportedProvider(
                    id,
                    device.name(),
                    Optional.of(parent(host, facts, device)),
                    ImmutableSortedMap.of(device.resourceClass(), device.inventory()),
                    ImmutableSortedSet.<Trait>naturalOrder()
                            .addAll(device.traits())
                            .add(OWNER)
                            .build()));
        }
        return new ReportedHost(
                host,
                providers.build(),
                facts.cells(),
                offered.stream()
                        .map(device -> at(device, providerOfUnit.get(device.address())))
                        .collect(ImmutableList.toImmutableList()));
    }

    private static ImmutableSortedMap<ResourceClass, InventoryRecord> counted(
            HostFacts facts, ReportSettings settings) {
        TreeMap<ResourceClass, InventoryRecord> counted = new TreeMap<>();
        facts.node().getInventories(settings.reserves()).byResource().forEach((resource, inventory) -> {
            IntegerInventory stock = (IntegerInventory) inventory;
            counted.put(
                    ResourceClass.of(resource.name()),
                    new InventoryRecord(
                            stock.total(),
                            stock.reserved(),
                            stock.minUnit(),
                            stock.maxUnit(),
                            stock.stepSize(),
                            stock.allocationRatio()));
        });
        if (facts.dedicatedCpus() > 0) {
            counted.put(PCPU, wholly(facts.dedicatedCpus()));
        }
        return ImmutableSortedMap.copyOfSorted(counted);
    }

    /** Pinned CPUs are neither reserved nor overcommitted. */
    private static InventoryRecord wholly(int total) {
        return new InventoryRecord(total, 0, 1, total, 1, 1.0);
    }

    /** A PF is where its VFs are, even if only they are offered. */
    private static ProviderId parent(ProviderId host, HostFacts facts, DeviceProvider device) {
        Optional<PciDevice> located = facts.devices()
                .at(device.address())
                .or(() -> facts.devices().at(device.units().get(0)));
        OptionalInt cell = located.map(PciDevice::numaNode).orElse(OptionalInt.empty());
        return facts.cells().stream()
                        .anyMatch(known -> OptionalInt.of(known.id()).equals(cell))
                ? cellId(host, cell.getAsInt())
                : host;
    }

    private static ProviderId cellId(ProviderId host, int cell) {
        return ProviderIds.below(host, "numa/" + cell);
    }

    private static PciDevice at(PciDevice device, ProviderId provider) {
        return new PciDevice(
                device.address(),
                device.vendorId(),
                device.productId(),
                device.type(),
                device.parent(),
                device.numaNode(),
                device.tags(),
                device.facts(),
                Optional.ofNullable(provider));
    }
}
