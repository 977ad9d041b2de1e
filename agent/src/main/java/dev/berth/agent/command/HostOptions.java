package dev.berth.agent.command;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.ReportSource;
import dev.berth.agent.file.DeviceSpecFile;
import dev.berth.agent.file.FileContent;
import dev.berth.agent.file.LegacyHost;
import dev.berth.agent.file.LegacyHostFile;
import dev.berth.agent.host.CpuSet;
import dev.berth.agent.host.HostInventory;
import dev.berth.agent.host.HostReader;
import dev.berth.agent.mount.MountRead;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportSettings;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.events.json.FailureWords;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Which host an agent reports, and which of its devices are offered. */
public final class HostOptions {
    @Option(
            names = "--host-name",
            paramLabel = "NAME",
            description = "Name of the host's provider (default: this host's name, or the one in --from-legacy).")
    private Optional<String> hostName = Optional.empty();

    @Option(
            names = "--host-id",
            paramLabel = "UUID",
            description =
                    "Id of the host's provider (default: made from region and name, or the one in --from-legacy).")
    private Optional<UUID> hostId = Optional.empty();

    @Option(
            names = "--take-over-name",
            negatable = true,
            fallbackValue = "true",
            description = {
                "Remove another provider that has the host's name, with its tree, if it is not enrolled and nobody "
                        + "holds "
                        + "anything of it: for a machine that was reinstalled with another id."
            })
    private boolean isTakingOverName;

    @Option(
            names = "--device-spec",
            paramLabel = "FILE",
            description = "Which PCI devices are offered, as JSON: one entry of nova's device_spec or a list (default: "
                    + "none is).")
    private Optional<Path> deviceSpec = Optional.empty();

    @Option(
            names = "--from-legacy",
            paramLabel = "FILE",
            description = "Take the host from a resource tracker's dictionary (JSON) rather than from this machine.")
    private Optional<Path> legacy = Optional.empty();

    @Option(
            names = "--reserve-vcpus",
            paramLabel = "N",
            description = "VCPU that the host keeps for itself (default: what --from-legacy says, or 0).")
    private Optional<Long> reservedVcpus = Optional.empty();

    @Option(
            names = "--reserve-memory-mb",
            paramLabel = "N",
            description = "MEMORY_MB that the host keeps for itself (default: what --from-legacy says, or 512).")
    private Optional<Long> reservedMemoryMb = Optional.empty();

    @Option(
            names = "--reserve-disk-mb",
            paramLabel = "N",
            description = "Disk, in MB, that the host keeps for itself (default: what --from-legacy says, or 0).")
    private Optional<Long> reservedDiskMb = Optional.empty();

    @Option(
            names = "--cpu-allocation-ratio",
            paramLabel = "RATIO",
            description = "How far VCPU may be overcommitted (default: not at all; with --from-legacy, what it says).")
    private Optional<Double> cpuRatio = Optional.empty();

    @Option(names = "--ram-allocation-ratio", paramLabel = "RATIO", description = "The same for MEMORY_MB.")
    private Optional<Double> ramRatio = Optional.empty();

    @Option(names = "--disk-allocation-ratio", paramLabel = "RATIO", description = "The same for DISK_GB.")
    private Optional<Double> diskRatio = Optional.empty();

    @Option(
            names = "--dedicated-cpus",
            paramLabel = "LIST",
            defaultValue = "",
            description =
                    "CPUs that are pinned to one guest at a time, such as 2-7,10-15: PCPU, not VCPU (default: none).")
    private String dedicatedCpus;

    @Option(
            names = "--disk-path",
            paramLabel = "DIR",
            defaultValue = "/",
            description = "DISK_GB is the size of the file system that this lies on (default: ${DEFAULT-VALUE}).")
    private Path diskPath;

    @Option(
            names = "--proc",
            paramLabel = "DIR",
            defaultValue = "/proc",
            description = "Where the host's /proc is, for an agent in a container (default: ${DEFAULT-VALUE}).")
    private Path proc;

    @Option(
            names = "--sys",
            paramLabel = "DIR",
            defaultValue = "/sys",
            description = "Where the host's /sys is (default: ${DEFAULT-VALUE}).")
    private Path sys;

    /**
     * What makes this host's report, reading host and files again each time it is asked.
     *
     * @throws CannotRunException if a file cannot be used or a directory is not there now, or a name or amount cannot
     *     be
     */
    public Supplier<ReportAttempt> reports(Region region) {
        Supplier<ReportAttempt> reports = source(region);
        return isTakingOverName ? () -> reports.get().takingOverName() : reports;
    }

    private Supplier<ReportAttempt> source(Region region) {
        deviceSpec.ifPresent(file -> usable(DeviceSpecFile.read(file), "device spec"));
        Optional<LegacyHost> fromFile = legacy.map(file -> usable(LegacyHostFile.read(file), "resource dictionary"));
        String name = hostName.or(() -> fromFile.flatMap(LegacyHost::hostName)).orElseGet(HostOptions::ownName);
        if (!ReportSettings.isHostName(name)) {
            throw new CannotRunException("expected a --host-name of 1 to " + ReportSettings.HOST_NAME_MAX
                    + " characters but got '" + name + "'");
        }
        Optional<ProviderId> id = hostId.map(ProviderId::new);
        if (legacy.isEmpty()) {
            require(Files.isDirectory(proc), "--proc", "the directory of the host's /proc", proc);
            require(Files.isDirectory(sys), "--sys", "the directory of the host's /sys", sys);
            require(isThere(diskPath), "--disk-path", "a place on the host's disk", diskPath);
            requireHost(new HostReader(proc, sys).read(diskPath));
        }
        return legacy.isPresent()
                ? ReportSource.ofLegacyFile(
                        legacy.get(), deviceSpec, region, Optional.of(name), id, this::settings, reservedByHand())
                : ReportSource.ofHost(
                        new HostReader(proc, sys),
                        diskPath,
                        deviceSpec,
                        new ReportSettings(
                                region,
                                name,
                                id,
                                settings(ComputeNodeSettings.DEFAULT),
                                dedicated(),
                                reservedByHand()));
    }

    private static boolean isThere(Path path) {
        try {
            return MountRead.of(path, () -> Files.exists(path));
        } catch (IOException e) {
            throw new CannotRunException("--disk-path " + path + " cannot be looked at: " + FailureWords.of(e), e);
        }
    }

    /** What is not there is not a host with nothing: a mount may be missing, or a name misspelt. */
    private static void require(boolean isThere, String option, String what, Path path) {
        if (!isThere) {
            throw new CannotRunException("expected " + option + " to be " + what + " but there is none at " + path);
        }
    }

    /** What is given here holds, and of the rest what was known without. */
    private ComputeNodeSettings settings(ComputeNodeSettings known) {
        return new ComputeNodeSettings(
                amount("--reserve-vcpus", reservedVcpus).orElse(known.reservedHostCpus()),
                amount("--reserve-memory-mb", reservedMemoryMb).orElse(known.reservedHostMemoryMb()),
                amount("--reserve-disk-mb", reservedDiskMb).orElse(known.reservedHostDiskMb()),
                optional(cpuRatio),
                optional(ramRatio),
                optional(diskRatio));
    }

    /** What was skipped may be what is missing. */
    private static void requireHost(HostInventory host) {
        if (!host.defects().isEmpty()) {
            List<String> lines = new ArrayList<>(host.defects());
            host.warnings().forEach(warning -> lines.add("warning: " + warning));
            throw new CannotRunException("this is no host to report:\n  " + String.join("\n  ", lines));
        }
    }

    /** What is said here wins over what is set through the API; a default does not, nor what a tracker's file says. */
    private ImmutableSortedSet<ResourceClass> reservedByHand() {
        ImmutableSortedSet.Builder<ResourceClass> classes = ImmutableSortedSet.naturalOrder();
        reservedVcpus.ifPresent(amount -> classes.add(ResourceClass.of("VCPU")));
        reservedMemoryMb.ifPresent(amount -> classes.add(ResourceClass.of("MEMORY_MB")));
        reservedDiskMb.ifPresent(amount -> classes.add(ResourceClass.of("DISK_GB")));
        return classes.build();
    }

    private CpuSet dedicated() {
        return CpuSet.parse(dedicatedCpus)
                .orElseThrow(() -> new CannotRunException(
                        "expected --dedicated-cpus such as 2-7,10-15 but got '" + dedicatedCpus + "'"));
    }

    private static Optional<Long> amount(String option, Optional<Long> given) {
        if (given.filter(amount -> amount < 0).isPresent()) {
            throw new CannotRunException("expected " + option + " of 0 or more but got " + given.get());
        }
        return given;
    }

    private static OptionalDouble optional(Optional<Double> ratio) {
        if (ratio.filter(value -> !Double.isFinite(value) || value <= 0).isPresent()) {
            throw new CannotRunException("expected an allocation ratio above 0 but got " + ratio.get());
        }
        return ratio.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** This host's name. */
    public static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new CannotRunException("this host's name is not known, so it has to be given: " + e.getMessage(), e);
        }
    }

    private static <T> T usable(FileContent<T> content, String what) {
        return content.value()
                .orElseThrow(() -> new CannotRunException(
                        "the " + what + " cannot be used:\n  " + String.join("\n  ", content.problems())));
    }
}
