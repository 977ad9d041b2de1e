package dev.berth.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.host.CpuFeatures;
import dev.berth.agent.host.CpuSet;
import dev.berth.agent.host.CpuTopology;
import dev.berth.agent.host.HostDisk;
import dev.berth.agent.host.HostInventory;
import dev.berth.agent.host.HugePages;
import dev.berth.agent.host.NumaNode;
import dev.berth.agent.host.TestingHost;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.MemoryPages;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportBuilderTest {
    private static final String TWO_CELLS = """
            memory 32768
            core 0,4 socket 0
            core 1,5 socket 1
            cell 0 cpus 0,4 memory 16384
            cell 1 cpus 1,5 memory 16384
            pci 0000:3b:00.0 10de:1db6
            pci 0000:81:00.0 8086:10fb cell 1 sriov 8
            vf 0000:81:10.0 8086:10ed of 0000:81:00.0
            vf 0000:81:10.1 8086:10ed of 0000:81:00.0
            pci 0000:82:00.0 8086:10fb cell 7
            """;

    private static final List<Map<String, Object>> SPEC = List.of(
            Map.of("product_id", "10ed", "traits", "HW_NIC_OFFLOAD_GRO"),
            Map.of("vendor_id", "10de", "resource_class", "PGPU"),
            Map.of("address", "0000:82:00.0"));

    private static final ReportSettings SETTINGS = ReportSettings.of(Region.DEFAULT, "cmp1");

    @TempDir
    Path root;

    private TestingHost host;

    @BeforeEach
    void makeHost() {
        host = TestingHost.in(root, TWO_CELLS);
    }

    @Test
    void hangsCellsBelowTheHostAndDevicesBelowTheirCell() {
        ReportedHost report = report(SETTINGS, SPEC);

        assertThat(tree(report))
                .containsExactly(
                        "cmp1 below -: [MEMORY_MB, VCPU] [COMPUTE_NODE, HW_CPU_HYPERTHREADING, OWNER_NOVA]",
                        "cmp1_NUMA0 below cmp1: [] [HW_NUMA_ROOT]",
                        "cmp1_NUMA1 below cmp1: [] [HW_NUMA_ROOT]",
                        "cmp1_0000:3B:00.0 below cmp1: [PGPU] [COMPUTE_MANAGED_PCI_DEVICE, OWNER_NOVA]",
                        "cmp1_0000:81:00.0 below cmp1_NUMA1: [CUSTOM_PCI_8086_10ED] "
                                + "[COMPUTE_MANAGED_PCI_DEVICE, HW_NIC_OFFLOAD_GRO, OWNER_NOVA]",
                        "cmp1_0000:82:00.0 below cmp1: [CUSTOM_PCI_8086_10FB] "
                                + "[COMPUTE_MANAGED_PCI_DEVICE, OWNER_NOVA]");
    }

    @Test
    void countsCpusAndMemoryWithoutOvercommitUnlessAsked() {
        ComputeNodeSettings reserves = new ComputeNodeSettings(
                1, 512, 0, OptionalDouble.of(16.0), OptionalDouble.empty(), OptionalDouble.empty());

        ReportedHost report = report(new ReportSettings(Region.DEFAULT, "cmp1", Optional.empty(), reserves), SPEC);

        assertThat(report.providers().get(0).inventories().toString())
                .isEqualTo("{MEMORY_MB=InventoryRecord[total=32768, reserved=512, minUnit=1, maxUnit=32768, stepSize=1,"
                        + " allocationRatio=1.0], VCPU=InventoryRecord[total=4, reserved=1, minUnit=1, maxUnit=4,"
                        + " stepSize=1, allocationRatio=16.0]}");
    }

    @Test
    void tellsWhichFieldsAnOperatorHasSaid() {
        ComputeNodeSettings reserves = new ComputeNodeSettings(
                0, 1024, 0, OptionalDouble.of(16.0), OptionalDouble.empty(), OptionalDouble.of(2.0));
        ReportSettings settings = new ReportSettings(
                Region.DEFAULT,
                "cmp1",
                Optional.empty(),
                reserves,
                CpuSet.EMPTY,
                ImmutableSortedSet.of(ResourceClass.of("MEMORY_MB"), ResourceClass.of("VCPU")));

        ReportedHost report = report(settings, SPEC);

        // The host has no DISK_GB.
        assertThat(report.providers().get(0).explicit())
                .hasToString("{MEMORY_MB=[RESERVED], VCPU=[RESERVED, ALLOCATION_RATIO]}");
        assertThat(report(ReportSettings.of(Region.DEFAULT, "cmp1"), SPEC).providers())
                .allSatisfy(provider -> assertThat(provider.explicit()).isEmpty());
    }

    @Test
    void setsDedicatedCpusApartFromSharedOnes() {
        ReportSettings settings = new ReportSettings(
                Region.DEFAULT,
                "cmp1",
                Optional.empty(),
                ComputeNodeSettings.DEFAULT,
                CpuSet.parse("4-5").orElseThrow());

        ReportedHost report = report(settings, SPEC);

        assertThat(report.providers().get(0).inventories())
                .extractingByKey(ResourceClass.of("VCPU"))
                .isEqualTo(new InventoryRecord(2, 0, 1, 2, 1, 1.0));
        assertThat(report.providers().get(0).inventories())
                .extractingByKey(ResourceClass.of("PCPU"))
                .isEqualTo(new InventoryRecord(2, 0, 1, 2, 1, 1.0));
        assertThat(report.cells())
                .extracting(cell -> cell.id() + " " + cell.sharedCpus() + " " + cell.dedicatedCpus() + " "
                        + cell.siblings() + " " + cell.socket().getAsInt())
                .containsExactly("0 [0] [4] [[0, 4]] 0", "1 [1] [5] [[1, 5]] 1");
    }

    @Test
    void refusesToDedicateCpusThatTheHostLacks() {
        ReportSettings settings = new ReportSettings(
                Region.DEFAULT,
                "cmp1",
                Optional.empty(),
                ComputeNodeSettings.DEFAULT,
                CpuSet.parse("5-7").orElseThrow());

        assertThat(attempt(settings, SPEC).problems())
                .containsExactly("the host cannot dedicate CPUs 5-7: it has only 1 of them");
    }

    @Test
    void countsOrdinaryPagesAsWhatHugeOnesLeave() {
        NumaNode cell = new NumaNode(
                0,
                CpuSet.EMPTY,
                List.of(),
                1024,
                List.of(new HugePages(2048, 100, 50)),
                OptionalInt.empty(),
                ImmutableSortedMap.of());
        HostInventory inventory = new HostInventory(
                new CpuTopology(CpuSet.EMPTY, 0, 0),
                CpuFeatures.NONE,
                1024,
                4,
                HostDisk.ofGb(0),
                List.of(cell),
                0,
                List.of(),
                ImmutableSortedMap.of(),
                List.of());

        assertThat(HostFacts.of(inventory, SETTINGS).cells().get(0).pages())
                .containsExactly(new MemoryPages(4, (1024 - 200) * 256, 0), new MemoryPages(2048, 100, 0));
    }

    @Test
    void tellsOfEachDeviceWhichProviderItIsAUnitOf() {
        ReportedHost report = report(SETTINGS, SPEC);
        Map<ProviderId, String> names = new TreeMap<>();
        report.providers().forEach(provider -> names.put(provider.provider(), provider.name()));

        assertThat(report.devices())
                .extracting(device ->
                        device.address() + " in " + names.get(device.provider().orElseThrow()))
                .containsExactly(
                        "0000:3b:00.0 in cmp1_0000:3B:00.0",
                        "0000:81:10.0 in cmp1_0000:81:00.0",
                        "0000:81:10.1 in cmp1_0000:81:00.0",
                        "0000:82:00.0 in cmp1_0000:82:00.0");
    }

    @Test
    void reportsDevicesOfAPhysicalNetworkWithoutAProvider() {
        ReportedHost report = report(SETTINGS, Map.of("vendor_id", "10de", "physical_network", "physnet1"));

        assertThat(report.devices()).hasSize(1);
        assertThat(report.devices().get(0).provider()).isEmpty();
        assertThat(report.providers()).hasSize(3);
    }

    @Test
    void reportsACardNamedByItsInterfaceWithItsPhysicalNetwork() {
        TestingHost.in(root, "file sys/devices/pci/0000:81:00.0/net/ens1/ifindex = 2");

        ReportedHost report = report(SETTINGS, Map.of("devname", "ens1", "physical_network", "physnet1"));

        assertThat(report.devices())
                .extracting(device -> device.address() + " " + device.tags())
                .containsExactly(
                        "0000:81:00.0 {physical_network=physnet1}",
                        "0000:81:10.0 {physical_network=physnet1}",
                        "0000:81:10.1 {physical_network=physnet1}");
        assertThat(report.devices()).allMatch(device -> device.provider().isEmpty());
        assertThat(report.providers()).hasSize(3);
    }

    @Test
    void makesTheSameReportOfTheSameHost() {
        assertThat(report(SETTINGS, SPEC)).isEqualTo(report(SETTINGS, SPEC));
    }

    @Test
    void makesACommandThatTheModelAccepts() {
        CommandId id = new CommandId(new UUID(0, 1));

        assertThat(report(SETTINGS, SPEC).toCommand(id).commandId()).isEqualTo(id);
    }

    @Test
    void takesTheGivenIdForTheHost() {
        ProviderId given = ProviderId.of("00000000-0000-4000-8000-000000000001");
        ReportSettings settings =
                new ReportSettings(Region.DEFAULT, "cmp1", Optional.of(given), ComputeNodeSettings.DEFAULT);

        assertThat(report(settings, SPEC).host()).isEqualTo(given);
    }

    @Test
    void refusesWithEveryProblemAtOnce() {
        ReportSettings settings = new ReportSettings(
                Region.DEFAULT, "cmp1", Optional.empty(), ComputeNodeSettings.withReserves(5, 512, 0));
        List<Map<String, Object>> spec =
                List.of(Map.of("address", "0000:81:00.0"), Map.of("devname", "ens9", "remote_managed", "true"));

        ReportAttempt attempt = attempt(settings, spec);

        assertThat(attempt.report()).isEmpty();
        assertThat(attempt.problems())
                .containsExactly(
                        "the host cannot reserve 5 VCPU of 4",
                        "device spec, entry 1, remote_managed: expected a network interface of this host in devname but"
                                + " got ens9",
                        "device spec, entry 1: devices that are seen as providers cannot be selected by devname ens9;"
                                + " name their address, or give the entry a physical_network",
                        "device spec, 0000:81:10.0: a PF and its VFs cannot both be offered; leave out 0000:81:10.0 or"
                                + " 0000:81:00.0",
                        "device spec, 0000:81:10.1: a PF and its VFs cannot both be offered; leave out 0000:81:10.1 or"
                                + " 0000:81:00.0");
    }

    @Test
    void passesOnWhatTheDeviceSpecWarnsOf() {
        assertThat(attempt(SETTINGS, Map.of("physical_network", "physnet1")).warnings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("device spec, entry 0 selects every device");
    }

    @Test
    void showsPeopleATree() {
        assertThat(ReportTable.render(attempt(SETTINGS, SPEC))
                        .replaceAll("[0-9a-f-]{36}", "UUID")
                        .replaceAll(" +", " "))
                .isEqualTo("""
                        PROVIDER UUID INVENTORIES TRAITS
                        cmp1 UUID MEMORY_MB 32768 (512 reserved) VCPU 4 COMPUTE_NODE HW_CPU_HYPERTHREADING OWNER_NOVA
                        ├─ cmp1_NUMA0 UUID HW_NUMA_ROOT
                        ├─ cmp1_NUMA1 UUID HW_NUMA_ROOT
                        │ └─ cmp1_0000:81:00.0 UUID CUSTOM_PCI_8086_10ED 2 COMPUTE_MANAGED_PCI_DEVICE \
                        HW_NIC_OFFLOAD_GRO OWNER_NOVA
                        ├─ cmp1_0000:3B:00.0 UUID PGPU 1 COMPUTE_MANAGED_PCI_DEVICE OWNER_NOVA
                        └─ cmp1_0000:82:00.0 UUID CUSTOM_PCI_8086_10FB 1 COMPUTE_MANAGED_PCI_DEVICE OWNER_NOVA

                        CELL SHARED CPUS DEDICATED CPUS CORES MEMORY_MB PAGES SOCKET
                        0 0,4 - 1 16384 4194304 of 4 KiB 0
                        1 1,5 - 1 16384 4194304 of 4 KiB 1

                        ADDRESS VENDOR:PRODUCT TYPE NUMA UNIT OF TAGS FACTS
                        0000:3b:00.0 10de:1db6 type-PCI ? cmp1_0000:3B:00.0 resource_class=PGPU
                        0000:81:10.0 8086:10ed type-VF ? cmp1_0000:81:00.0 traits=HW_NIC_OFFLOAD_GRO
                        0000:81:10.1 8086:10ed type-VF ? cmp1_0000:81:00.0 traits=HW_NIC_OFFLOAD_GRO
                        0000:82:00.0 8086:10fb type-PCI 7 cmp1_0000:82:00.0
                        """);
    }

    @Test
    void showsPeopleWhatADeviceTellsAndWhatWasSkipped() {
        TestingHost.in(
                root,
                "file sys/devices/pci/0000:3b:00.0/mdev_supported_types/nvidia-35/name = x\n"
                        + "file sys/devices/system/node/node7/cpulist = x");

        assertThat(ReportTable.render(attempt(SETTINGS, SPEC)))
                .containsPattern("resource_class=PGPU +mdev_types=\\[nvidia-35\\]")
                .contains("warning: devices/system/node/node7/: its CPUs cannot be read, so it is no cell");
    }

    @Test
    void showsProgramsJson() {
        assertThat(ReportJson.render(attempt(SETTINGS, SPEC)))
                .contains(
                        "\"name\" : \"cmp1_0000:81:00.0\"",
                        "\"numa_node\" : null",
                        "\"traits\" : \"HW_NIC_OFFLOAD_GRO\"");
    }

    private static List<String> tree(ReportedHost report) {
        Map<ProviderId, String> names = new TreeMap<>();
        report.providers().forEach(provider -> names.put(provider.provider(), provider.name()));
        return report.providers().stream()
                .map(provider -> provider.name() + " below "
                        + provider.parent().map(names::get).orElse("-") + ": "
                        + provider.inventories().keySet() + " " + provider.traits())
                .toList();
    }

    private ReportedHost report(ReportSettings settings, Object spec) {
        ReportAttempt attempt = attempt(settings, spec);
        assertThat(attempt.problems()).isEmpty();
        return attempt.report().orElseThrow();
    }

    private ReportAttempt attempt(ReportSettings settings, Object spec) {
        HostFacts facts = HostFacts.of(host.readWithoutDisk(), settings);
        return new ReportBuilder(settings, DeviceSpec.parse(spec).spec().orElseThrow()).build(facts);
    }
}
