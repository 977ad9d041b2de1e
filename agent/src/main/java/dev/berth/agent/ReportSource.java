package dev.berth.agent;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.agent.file.DeviceSpecFile;
import dev.berth.agent.file.FileContent;
import dev.berth.agent.file.LegacyHost;
import dev.berth.agent.file.LegacyHostFile;
import dev.berth.agent.host.CpuSet;
import dev.berth.agent.host.HostInventory;
import dev.berth.agent.host.HostReader;
import dev.berth.agent.host.HostWarning;
import dev.berth.agent.report.HostFacts;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportBuilder;
import dev.berth.agent.report.ReportSettings;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.devicespec.DeviceSpec;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where an agent's reports come from. Each look reads everything again, the device spec too, so that a spec is changed
 * without a restart, and a broken one leaves the last report standing. Without a device spec file no device is
 * offered.
 */
public final class ReportSource {
    /** The id of a command that is built only to see whether it could be. */
    private static final CommandId ANY = new CommandId(new UUID(0, 0));

    private ReportSource() {}

    /**
     * Reports made of this host.
     *
     * @param diskPath the file system that is the host's disk
     */
    public static Supplier<ReportAttempt> ofHost(
            HostReader reader, Path diskPath, Optional<Path> deviceSpecFile, ReportSettings settings) {
        return () -> withinLimits(() -> {
            FileContent<DeviceSpec> spec = spec(deviceSpecFile);
            HostInventory host = reader.read(diskPath);
            List<String> problems = new ArrayList<>(host.defects());
            problems.addAll(spec.problems());
            return problems.isEmpty()
                    ? new ReportBuilder(settings, spec.value().orElseThrow()).build(HostFacts.of(host, settings))
                    : ReportAttempt.refused(
                            problems,
                            host.warnings().stream().map(HostWarning::toString).toList());
        });
    }

    /**
     * Reports made of a resource tracker's dictionary.
     *
     * @param hostName wins over the name in the file, and is needed if the file has none
     * @param hostId wins over the id in the file
     * @param given makes of the settings in the file those that hold
     * @param reservedByHand the classes for which an operator has said how much is reserved
     */
    public static Supplier<ReportAttempt> ofLegacyFile(
            Path file,
            Optional<Path> deviceSpecFile,
            Region region,
            Optional<String> hostName,
            Optional<ProviderId> hostId,
            UnaryOperator<ComputeNodeSettings> given,
            ImmutableSortedSet<ResourceClass> reservedByHand) {
        return () -> withinLimits(() -> {
            FileContent<DeviceSpec> spec = spec(deviceSpecFile);
            FileContent<LegacyHost> host = LegacyHostFile.read(file);
            List<String> problems = new ArrayList<>(spec.problems());
            problems.addAll(host.problems());
            Optional<String> name = hostName.or(() -> host.value().flatMap(LegacyHost::hostName));
            if (host.value().isPresent()
                    && name.filter(ReportSettings::isHostName).isEmpty()) {
                problems.add(file + ": expected a host name of 1 to " + ReportSettings.HOST_NAME_MAX
                        + " characters in hypervisor_hostname, or given besides, but got '" + name.orElse("") + "'");
            }
            if (!problems.isEmpty()) {
                return ReportAttempt.refused(problems, List.of());
            }
            LegacyHost legacy = host.value().orElseThrow();
            ReportSettings settings = new ReportSettings(
                    region,
                    name.orElseThrow(),
                    hostId.or(legacy::hostId),
                    given.apply(legacy.settings()),
                    CpuSet.EMPTY,
                    reservedByHand);
            return new ReportBuilder(settings, spec.value().orElseThrow()).build(legacy.facts());
        });
    }

    /** What the ledger could only refuse is told here, where somebody can do something about it. */
    private static ReportAttempt withinLimits(Supplier<ReportAttempt> look) {
        try {
            ReportAttempt attempt = look.get();
            attempt.report().ifPresent(report -> report.toCommand(ANY));
            return attempt;
        } catch (MalformedException beyond) {
            return ReportAttempt.refused(List.of("the host cannot be reported: " + beyond.getMessage()), List.of());
        }
    }

    private static FileContent<DeviceSpec> spec(Optional<Path> file) {
        return file.map(DeviceSpecFile::read).orElseGet(() -> FileContent.of(DeviceSpec.NONE));
    }
}
