package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.file.DeviceSpecFile;
import dev.berth.agent.host.HostInventory;
import dev.berth.agent.host.HostReader;
import dev.berth.agent.host.TestingHost;
import dev.berth.agent.mount.HungMount;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportSettings;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Limits;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReportSourceTest {
    private static final Path TRACKED = Path.of("src/test/resources/legacy/cmp7.json");

    @TempDir
    Path root;

    private Path specFile;

    @BeforeEach
    void makeHost() throws IOException {
        specFile = Files.writeString(root.resolve("spec.json"), "{\"product_id\": \"10ed\"}");
        TestingHost.in(root, """
                memory 8192
                core 0 socket 0
                core 1 socket 0
                cell 0 cpus 0-1 memory 8192
                pci 0000:81:00.0 8086:10fb cell 0 sriov 8
                vf 0000:81:10.0 8086:10ed of 0000:81:00.0 cell 0
                """);
    }

    @Test
    void makesReportsThatTheLedgerAcceptsAndThatChangeNothingWhenRepeated() {
        ReportAttempt attempt = host().get();

        Ledger.Step first = decide(RegionView.empty(Region.DEFAULT), command(attempt, 1));
        Ledger.Step second = decide(first.after(), command(attempt, 2));

        assertThat(first.decision().outcome().refusal()).isEmpty();
        for (ReportedProvider reported : attempt.report().orElseThrow().providers()) {
            assertThat(first.after().provider(reported.provider()).orElseThrow().parent())
                    .isEqualTo(reported.parent());
        }
        assertThat(second.decision().outcome().refusal()).isEmpty();
        assertThat(second.decision().outcome().events()).isEmpty();
    }

    @Test
    void readsTheDeviceSpecAnewAtEachLook() throws IOException {
        Supplier<ReportAttempt> source = host();
        assertThat(source.get().report().orElseThrow().devices()).hasSize(1);

        Files.writeString(specFile, "[]");
        assertThat(source.get().report().orElseThrow().devices()).isEmpty();

        Files.writeString(specFile, "[{\"vendor_id\": \"x\"}]");
        assertThat(source.get().report()).isEmpty();
        assertThat(source.get().problems()).hasSize(1);
    }

    /** Reading them would take minutes; looking how many there are does not. */
    @Test
    void refusesAHostWithMorePciDevicesThanAnAgentReads() throws IOException {
        Path devices = root.resolve("sys/bus/pci/devices");
        for (int number = 0; number < HostInventory.PCI_DEVICES_MAX; number++) {
            Files.createFile(devices.resolve("0001:%02x:%02x.%x".formatted(number >> 8, number >> 3 & 31, number & 7)));
        }

        ReportAttempt attempt = host().get();

        assertThat(attempt.report()).isEmpty();
        assertThat(attempt.problems())
                .containsExactly("too many PCI devices: expected at most 8192 in the host's /sys but got 8194");
    }

    @Test
    void offersNoDeviceWithoutADeviceSpec() {
        ReportAttempt attempt = ReportSource.ofHost(
                        reader(), root, Optional.empty(), ReportSettings.of(Region.DEFAULT, "cmp1"))
                .get();

        assertThat(attempt.report().orElseThrow().devices()).isEmpty();
    }

    @Test
    void saysWhatIsTooMuchOfAHostBeyondTheLimits() throws IOException {
        StringBuilder cells = new StringBuilder("memory 8192\n");
        for (int cell = 0; cell <= Limits.HOST_CELLS_MAX; cell++) {
            cells.append("core %1$d socket 0\ncell %1$d cpus %1$d-%1$d memory 32\n".formatted(cell));
        }
        Path large = Files.createDirectory(root.resolve("large"));
        TestingHost.in(large, cells.toString());

        ReportAttempt attempt = ReportSource.ofHost(
                        new HostReader(large.resolve("proc"), large.resolve("sys")),
                        large,
                        Optional.empty(),
                        ReportSettings.of(Region.DEFAULT, "cmp1"))
                .get();

        assertThat(attempt.report()).isEmpty();
        assertThat(attempt.problems())
                .containsExactly(
                        "the host cannot be reported: expected at most 128 NUMA cells in a report but got 129");
    }

    @Test
    void refusesToReportAHostWithoutCpusOrMemory() throws IOException {
        Path memoryAlone = Files.createDirectory(root.resolve("memory"));
        TestingHost.in(memoryAlone, "memory 8192\nfile sys/devices/system/cpu/online = x");

        ReportAttempt attempt = ReportSource.ofHost(
                        new HostReader(memoryAlone.resolve("proc"), memoryAlone.resolve("sys")),
                        memoryAlone,
                        Optional.empty(),
                        ReportSettings.of(Region.DEFAULT, "cmp1"))
                .get();

        assertThat(attempt.report()).isEmpty();
        assertThat(attempt.problems()).hasSize(1).first().asString().startsWith("no CPU is found: expected ");
        assertThat(attempt.warnings())
                .containsExactly("devices/system/cpu/online: expected a list such as 0-3,8 but got something else");
    }

    /** A stale mount says nothing of the disk, and a report without it would withdraw DISK_GB under the guests. */
    @Test
    void refusesToReportAHostWhoseDiskCannotBeReadUntilItCan() throws IOException {
        Path disk = Files.createDirectory(root.resolve("disk"));
        Supplier<ReportAttempt> source =
                ReportSource.ofHost(reader(), disk, Optional.empty(), ReportSettings.of(Region.DEFAULT, "cmp1"));
        ReportAttempt before = source.get();

        Files.delete(disk);
        ReportAttempt meanwhile = source.get();
        Files.createDirectory(disk);

        assertThat(meanwhile.report()).isEmpty();
        assertThat(meanwhile.problems())
                .containsExactly("the size of the disk cannot be read: expected " + disk
                        + " to lie on a file system that is mounted, but got: it is not there");
        assertThat(before.report().orElseThrow().providers().get(0).inventories())
                .containsKey(ResourceClass.of("DISK_GB"));
        assertThat(source.get()).isEqualTo(before);
    }

    /** Nothing ends a call to a hard mount whose server hangs, and the agent has one thread. */
    @Test
    @Timeout(60)
    void saysAtEachLookThatTheDiskDoesNotAnswer() {
        try (HungMount mount = new HungMount(root.resolve("hung"))) {
            Supplier<ReportAttempt> source = ReportSource.ofHost(
                    reader(), mount.path(), Optional.empty(), ReportSettings.of(Region.DEFAULT, "cmp1"));
            for (int look = 0; look < 3; look++) {
                assertThat(source.get().problems())
                        .containsExactly("the size of the disk cannot be read: expected " + root.resolve("hung")
                                + " to lie on a file system that is mounted, but got: it does not answer");
            }
            assertThat(mount.asked()).as("calls that hang").isEqualTo(1);
        }
    }

    @Test
    @Timeout(60)
    void saysThatADeviceSpecDoesNotAnswer() {
        try (HungMount mount = new HungMount(root.resolve("hung.json"))) {
            assertThat(DeviceSpecFile.read(mount.path()).problems())
                    .containsExactly(root.resolve("hung.json") + ": cannot be read: it does not answer");
        }
    }

    @Test
    void makesReportsThisVeryHostStandsBehind() {
        ReportAttempt attempt = ReportSource.ofHost(
                        new HostReader(Path.of("/proc"), Path.of("/sys")),
                        Path.of("/"),
                        Optional.empty(),
                        new ReportSettings(
                                Region.DEFAULT, "here", Optional.empty(), ComputeNodeSettings.withReserves(0, 0, 0)))
                .get();

        assertThat(decide(RegionView.empty(Region.DEFAULT), command(attempt, 1))
                        .decision()
                        .outcome()
                        .refusal())
                .isEmpty();
    }

    @Test
    void takesNameAndIdFromADictionaryUnlessANameIsGiven() {
        assertThat(legacy(TRACKED, Optional.empty())
                        .report()
                        .orElseThrow()
                        .providers()
                        .get(0))
                .satisfies(host -> assertThat(host.name()).isEqualTo("cmp7"))
                .satisfies(host -> assertThat(host.provider()).hasToString("00000000-0000-4000-8000-000000000007"));
        assertThat(legacy(TRACKED, Optional.of("other"))
                        .report()
                        .orElseThrow()
                        .providers()
                        .get(0)
                        .name())
                .isEqualTo("other");
    }

    @Test
    void asksForANameThatTheDictionaryLacks() throws IOException {
        Path nameless = Files.writeString(
                root.resolve("nameless.json"), "{\"vcpus\": 1, \"memory_mb\": 1024, \"local_gb\": 1}");

        assertThat(legacy(nameless, Optional.empty()).problems()).hasSize(1);
        assertThat(legacy(nameless, Optional.of("cmp9")).problems()).isEmpty();
    }

    private ReportAttempt legacy(Path file, Optional<String> hostName) {
        return ReportSource.ofLegacyFile(
                        file,
                        Optional.of(specFile),
                        Region.DEFAULT,
                        hostName,
                        Optional.empty(),
                        settings -> settings,
                        ImmutableSortedSet.of())
                .get();
    }

    private Supplier<ReportAttempt> host() {
        return ReportSource.ofHost(reader(), root, Optional.of(specFile), ReportSettings.of(Region.DEFAULT, "cmp1"));
    }

    private HostReader reader() {
        return new HostReader(root.resolve("proc"), root.resolve("sys"));
    }

    private static ReportHost command(ReportAttempt attempt, long id) {
        return attempt.report().orElseThrow().toCommand(new CommandId(new UUID(0, id)));
    }

    private static Ledger.Step decide(RegionView view, ReportHost command) {
        return Ledger.apply(view, new Position(0, command.commandId().value().getLeastSignificantBits(), 0), command);
    }
}
