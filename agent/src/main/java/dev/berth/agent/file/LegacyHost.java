package dev.berth.agent.file;

import com.google.common.collect.ImmutableList;
import dev.berth.agent.report.HostFacts;
import dev.berth.computenode.ComputeNodeSettings;
import dev.berth.events.model.ProviderId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A host as an existing resource tracker describes it.
 *
 * @param hostName its hypervisor_hostname or host, if it says so
 * @param hostId the uuid of its compute node record, which nova also gives to the provider
 * @param settings what the tracker is configured to hold back, where the file says so, else nova's defaults
 * @param runningVms how many guests it says that there are
 * @param guests those that it lists
 */
public record LegacyHost(
        Optional<String> hostName,
        Optional<ProviderId> hostId,
        HostFacts facts,
        ComputeNodeSettings settings,
        OptionalLong runningVms,
        ImmutableList<LegacyGuest> guests) {}
