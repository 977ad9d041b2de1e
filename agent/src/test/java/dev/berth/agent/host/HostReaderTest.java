package dev.berth.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.PciFact;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostReaderTest {
    private static final String TWO_CELLS = """
            memory 32768
            core 0,4 socket 0
            core 1,5 socket 0
            core 2,6 socket 1
            core 3,7 socket 1
            cell 0 cpus 0-1,4-5 memory 16000 pages 1048576:4/3 2048:100/60
            cell 1 cpus 2-3,6-7 memory 16384 pages 2048:0/0
            pci 0000:3b:00.0 10de:1db6 cell 0
            pci 0000:81:00.0 8086:10fb cell 1 sriov 8 net ens1f0 mac 3C:FD:FE:00:00:01
            vf 0000:81:10.0 8086:10ed of 0000:81:00.0 cell 1 net ens1f0v0 mac 3c:fd:fe:00:01:00
            vf 0000:81:10.1 8086:10ed of 0000:81:00.0 cell 1
            """;

    @TempDir
    Path root;

    @Test
    void readsCpusAndHowTheyArePackaged() {
        CpuTopology cpus = TestingHost.in(root, TWO_CELLS).read().cpus();

        assertThat(cpus.online()).hasToString("0-7");
        assertThat(cpus.count()).isEqualTo(8);
        assertThat(cpus.cores()).isEqualTo(4);
        assertThat(cpus.sockets()).isEqualTo(2);
    }

    @Test
    void readsCellsWithSiblingsPagesAndSocket() {
        HostInventory host = TestingHost.in(root, TWO_CELLS).read();

        assertThat(host.memoryMb()).isEqualTo(32768);
        assertThat(host.cells())
                .containsExactly(
                        new NumaNode(
                                0,
                                cpus("0-1,4-5"),
                                List.of(cpus("0,4"), cpus("1,5")),
                                16000,
                                List.of(new HugePages(2048, 100, 60), new HugePages(1048576, 4, 3)),
                                OptionalInt.of(0),
                                ImmutableSortedMap.of()),
                        new NumaNode(
                                1,
                                cpus("2-3,6-7"),
                                List.of(cpus("2,6"), cpus("3,7")),
                                16384,
                                List.of(new HugePages(2048, 0, 0)),
                                OptionalInt.of(1),
                                ImmutableSortedMap.of()));
    }

    @Test
    void doesNotGuessTheSocketOfACellOnTwo() {
        HostInventory host = TestingHost.in(root, "core 0 socket 0\ncore 1 socket 1\ncell 0 cpus 0-1 memory 1")
                .read();

        assertThat(host.cells().get(0).socket()).isEmpty();
    }

    @Test
    void tellsPlainDevicesPhysicalAndVirtualFunctionsApart() {
        List<PciDevice> devices = TestingHost.in(root, TWO_CELLS).read().devices();

        assertThat(devices)
                .extracting(device -> device.address() + " " + device.type() + " " + device.vendorId() + ":"
                        + device.productId() + " "
                        + device.parent().map(PciAddress::toString).orElse("-"))
                .containsExactly(
                        "0000:3b:00.0 type-PCI 10de:1db6 -",
                        "0000:81:00.0 type-PF 8086:10fb -",
                        "0000:81:10.0 type-VF 8086:10ed 0000:81:00.0",
                        "0000:81:10.1 type-VF 8086:10ed 0000:81:00.0");
    }

    @Test
    void takesADeviceForAPhysicalFunctionByItsLinksAloneToo() {
        TestingHost host =
                TestingHost.in(root, "pci 0000:81:00.0 8086:10fb\nvf 0000:81:10.0 8086:10ed of 0000:81:00.0");

        assertThat(host.read().devices().get(0).type()).isEqualTo(DeviceType.PF);
    }

    @Test
    void doesNotTakeADeviceForAPhysicalFunctionThatCanHaveNoVirtualOnes() {
        assertThat(TestingHost.in(root, "pci 0000:81:00.0 8086:10fb sriov 0")
                        .read()
                        .devices()
                        .get(0)
                        .type())
                .isEqualTo(DeviceType.PCI);
    }

    @Test
    void findsVdpaDevicesBelowTheirVirtualFunction() {
        TestingHost host = TestingHost.in(root, TWO_CELLS + "vdpa 0000:81:10.1 vdpa0");

        assertThat(host.read().devices())
                .filteredOn(device -> device.type() == DeviceType.VDPA)
                .extracting(PciDevice::address)
                .containsExactly(PciAddress.of("0000:81:10.1"));
    }

    @Test
    void namesInterfacesOfDevicesAndOfTheirParents() {
        HostInventory host = TestingHost.in(root, TWO_CELLS).read();

        assertThat(host.interfaces())
                .containsEntry("ens1f0", PciAddress.of("0000:81:00.0"))
                .containsEntry("ens1f0v0", PciAddress.of("0000:81:10.0"))
                .hasSize(2);
        assertThat(device(host, "0000:81:00.0").facts())
                .containsEntry(PciFact.MAC_ADDRESS, AttributeValue.of("3c:fd:fe:00:00:01"))
                .containsEntry(PciFact.SRIOV_TOTAL_VFS, AttributeValue.of(8))
                .hasSize(2);
        assertThat(device(host, "0000:81:10.1").facts())
                .containsEntry(PciFact.PARENT_IFNAME, AttributeValue.of("ens1f0"))
                .hasSize(1);
    }

    @Test
    void keepsUnknownNumaNodeApartFromNodeZero() {
        HostInventory host = TestingHost.in(root, "pci 0000:00:01.0 1af4:1041\npci 0000:00:02.0 1af4:1041 cell 0")
                .read();

        assertThat(host.devices())
                .extracting(PciDevice::numaNode)
                .containsExactly(OptionalInt.empty(), OptionalInt.of(0));
    }

    @Test
    void readsWhatProductThePhysicalFunctionsChildrenWouldBe() {
        TestingHost host = TestingHost.in(root, "pci 0000:81:00.0 8086:10fb sriov 8");
        host.file("sys/devices/pci/0000:81:00.0/sriov_vf_device", "ed");

        assertThat(host.read().devices().get(0).textFact(PciFact.VF_PRODUCT_ID)).contains("00ed");
    }

    @Test
    void readsTheCardsSerialNumberForItsVirtualFunctionsToo() {
        TestingHost host = TestingHost.in(root, TWO_CELLS);
        host.write("sys/devices/pci/0000:81:00.0/vpd", VitalProductDataTest.dataWith("SN", "MT2113X00000 "));

        HostInventory inventory = host.read();

        assertThat(device(inventory, "0000:81:00.0").textFact(PciFact.CARD_SERIAL_NUMBER))
                .contains("MT2113X00000");
        assertThat(device(inventory, "0000:81:10.0").textFact(PciFact.CARD_SERIAL_NUMBER))
                .contains("MT2113X00000");
        assertThat(device(inventory, "0000:3b:00.0").textFact(PciFact.CARD_SERIAL_NUMBER))
                .isEmpty();
    }

    @Test
    void findsTheCellOfADeviceByTheCpusNearItWhereTheKernelNamesNone() {
        TestingHost host = TestingHost.in(root, TWO_CELLS + """
                pci 0000:01:00.0 10de:1db6
                file sys/devices/pci/0000:01:00.0/local_cpulist = 2-3,6-7
                pci 0000:02:00.0 10de:1db6
                file sys/devices/pci/0000:02:00.0/local_cpus = 00000033
                pci 0000:03:00.0 10de:1db6
                file sys/devices/pci/0000:03:00.0/local_cpulist = 0-7
                pci 0000:04:00.0 10de:1db6
                file sys/devices/pci/0000:04:00.0/local_cpulist = 1-2
                """);

        assertThat(host.read().devices().subList(0, 4))
                .extracting(PciDevice::numaNode)
                .containsExactly(OptionalInt.of(1), OptionalInt.of(0), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void tellsRootComplexDistancesAndMediatedDevices() {
        TestingHost host = TestingHost.in(root, TWO_CELLS + """
                file sys/devices/system/node/node0/distance = 10 21
                file sys/devices/pci/0000:3b:00.0/mdev_supported_types/nvidia-35/available_instances = 16
                file sys/devices/pci/0000:3b:00.0/mdev_supported_types/nvidia-36/available_instances = 8
                file sys/devices/pci0000:c0/0000:c0:01.0/0000:c1:00.0/vendor = 0x10de
                file sys/devices/pci0000:c0/0000:c0:01.0/0000:c1:00.0/device = 0x2330
                """);
        host.link("sys/bus/pci/devices/0000:c1:00.0", "../../../devices/pci0000:c0/0000:c0:01.0/0000:c1:00.0");

        HostInventory inventory = host.read();

        assertThat(device(inventory, "0000:3b:00.0").facts().toString())
                .isEqualTo("{mdev_types=[nvidia-35, nvidia-36], numa_distances=[0:10, 1:21]}");
        assertThat(device(inventory, "0000:c1:00.0").facts().toString()).isEqualTo("{pcieRoot=pci0000:c0}");
    }

    @Test
    void namesGpusByTheListOfThePciIdProject() {
        TestingHost host = TestingHost.in(root, TWO_CELLS + """
                file sys/devices/pci/0000:3b:00.0/class = 0x030200
                pci 0000:3c:00.0 10de:ffff
                file sys/devices/pci/0000:3c:00.0/class = 0x030200
                """);
        host.file("pci.ids", """
                # comment
                10dd  Other
                \t1db6  Wrong
                10de  NVIDIA Corporation
                \t1db6  GV100GL [Tesla V100 PCIe 32GB]
                \t\t10de 1db6  Subsystem
                C 03  Display controller
                \t02  3D controller
                """);

        HostInventory inventory = host.read();

        assertThat(device(inventory, "0000:3b:00.0").textFact(PciFact.PRODUCT_NAME))
                .contains("GV100GL [Tesla V100 PCIe 32GB]");
        assertThat(device(inventory, "0000:3c:00.0").textFact(PciFact.PRODUCT_NAME))
                .isEmpty();
        assertThat(device(inventory, "0000:81:00.0").textFact(PciFact.PRODUCT_NAME))
                .isEmpty();
    }

    @Test
    void leavesOutFactsThatNoReportCouldHave() {
        TestingHost host = TestingHost.in(root, "pci 0000:01:00.0 10de:1db6 net ens1 mac " + "a".repeat(2000));
        for (int type = 0; type < 70; type++) {
            host.file("sys/devices/pci/0000:01:00.0/mdev_supported_types/nvidia-" + type + "/name", "x");
        }

        HostInventory inventory = host.read();

        assertThat(device(inventory, "0000:01:00.0").facts().keySet()).containsExactly(PciFact.MDEV_TYPES);
        assertThat(inventory.warnings().toString())
                .contains("mac_address has 2000 characters; it is not reported")
                .contains("mdev_types has 70 members; those after the first 64 are not reported");
    }

    @Test
    void skipsWhatIsNoDeviceAndReadsTheRest() {
        TestingHost host = TestingHost.in(root, """
                pci 10000:e1:00.0 8086:0a54
                pci 0000:3b:00.0 10de:1db6
                pci 0000:3c:00.0 10de:none
                file sys/bus/pci/devices/0000:3d:00.0/numa_node = 0
                """);

        HostInventory inventory = host.read();

        assertThat(inventory.devices()).extracting(PciDevice::address).containsExactly(PciAddress.of("0000:3b:00.0"));
        assertThat(inventory.warnings())
                .extracting(HostWarning::where)
                .containsExactly(
                        "bus/pci/devices/10000:e1:00.0",
                        "bus/pci/devices/0000:3c:00.0/",
                        "bus/pci/devices/0000:3d:00.0/");
    }

    @Test
    void takesAnEmptyMachineForAHostWithNothing() {
        HostInventory host = TestingHost.in(root, "").read();

        assertThat(host.cpus()).isEqualTo(new CpuTopology(CpuSet.EMPTY, 0, 0));
        assertThat(host.memoryMb()).isZero();
        assertThat(host.cells()).isEmpty();
        assertThat(host.devices()).isEmpty();
        assertThat(host.warnings()).isEmpty();
        assertThat(host.defects()).hasSize(2);
    }

    @Test
    void countsCpusInCpuInfoWhereSysIsHidden() {
        TestingHost host = TestingHost.in(root, "");
        host.file("proc/cpuinfo", "processor\t: 0\nmodel name\t: x\n\nprocessor\t: 1\n");

        assertThat(host.read().cpus()).isEqualTo(new CpuTopology(cpus("0-1"), 0, 0));
    }

    @Test
    void readsPastOddFiles() {
        TestingHost host = TestingHost.in(root, """
                file proc/meminfo = MemTotal: many kB
                core 0 socket -1
                file sys/devices/system/node/nodes = x
                file sys/devices/system/node/node7/cpulist = zero
                file sys/devices/system/node/node7/hugepages/hugepages-bigkB/nr_hugepages = 1
                pci 0000:00:01.0 1AF4:1041 sriov many
                file sys/devices/pci/0000:00:01.0/numa_node = one
                """);
        host.link("sys/devices/pci/0000:00:01.0/physfn", "../gone");

        HostInventory inventory = host.read();

        assertThat(inventory.memoryMb()).isZero();
        assertThat(inventory.cpus().sockets()).isZero();
        assertThat(inventory.cells()).isEmpty();
        assertThat(inventory.warnings())
                .extracting(HostWarning::where)
                .contains("devices/system/node/node7/cpulist", "devices/system/node/node7/");
        PciDevice device = inventory.devices().get(0);
        assertThat(device.vendorId()).isEqualTo("1af4");
        assertThat(device.parent()).isEmpty();
        assertThat(device.numaNode()).isEmpty();
    }

    @Test
    void readsTheSizeOfAnOrdinaryPage() {
        TestingHost host = TestingHost.in(root, "");
        assertThat(host.read().pageSizeKb()).isEqualTo(4);

        host.file("proc/self/smaps", "KernelPageSize:     2048 kB\nKernelPageSize:       64 kB\n");
        assertThat(host.read().pageSizeKb()).isEqualTo(64);
    }

    @Test
    void readsTheSameTwice() {
        TestingHost host = TestingHost.in(root, TWO_CELLS);

        assertThat(host.read()).isEqualTo(host.read());
    }

    @Test
    void readsThisVeryHost() {
        HostInventory host = new HostReader(Path.of("/proc"), Path.of("/sys")).read(Path.of("/"));

        assertThat(host.cpus().count()).isPositive();
        assertThat(host.memoryMb()).isPositive();
        assertThat(host.disk().sizeGb().orElseThrow()).isPositive();
    }

    @Test
    void tellsADiskThatCannotBeReadFromOneOfNothing() {
        HostInventory host = TestingHost.in(root, TWO_CELLS).reader().read(root.resolve("gone"));

        assertThat(host.disk().sizeGb()).isEmpty();
        assertThat(host.defects())
                .containsExactly("the size of the disk cannot be read: expected " + root.resolve("gone")
                        + " to lie on a file system that is mounted, but got: it is not there");
    }

    private static CpuSet cpus(String text) {
        return CpuSet.parse(text).orElseThrow();
    }

    private static PciDevice device(HostInventory host, String address) {
        return host.devices().stream()
                .filter(device -> device.address().equals(PciAddress.of(address)))
                .findFirst()
                .orElseThrow();
    }
}
