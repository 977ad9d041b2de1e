package dev.berth.agent.report;

import dev.berth.agent.host.CpuSet;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * What the operator decides about a host's report.
 *
 * @param hostName the name of the host's provider and the beginning of its descendants' names
 * @param hostId the id of the host's provider; empty derives one from region and name, so that an agent needs no memory
 * @param reserves what the host keeps for itself, and the allocation ratios
 * @param dedicatedCpus CPUs that are pinned to one guest at a time; all others are shared
 */
public record ReportSettings(
        Region region,
        String hostName,
        Optional<ProviderId> hostId,
        ComputeNodeSettings reserves,
        CpuSet dedicatedCpus) {
    /** Placement takes names of 200 characters, and a device's provider adds an underscore and an address. */
    public static final int HOST_NAME_MAX = 200 - "_0000:00:00.0".length();

    public ReportSettings {
        if (!isHostName(hostName)) {
            throw new IllegalArgumentException(
                    "expected a host name of 1 to " + HOST_NAME_MAX + " characters but got '" + hostName + "'");
        }
    }

    /** All CPUs are shared. */
    public ReportSettings(Region region, String hostName, Optional<ProviderId> hostId, ComputeNodeSettings reserves) {
        this(region, hostName, hostId, reserves, CpuSet.EMPTY);
    }

    public static ReportSettings of(Region region, String hostName) {
        return new ReportSettings(region, hostName, Optional.empty(), ComputeNodeSettings.DEFAULT);
    }

    public static boolean isHostName(String text) {
        return !text.isBlank() && text.length() <= HOST_NAME_MAX;
    }

    /** The id of the host's own provider. */
    public ProviderId rootId() {
        return hostId.orElseGet(() -> ProviderIds.ofHost(region, hostName));
    }
}
