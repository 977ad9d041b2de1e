package dev.berth.agent.file;

import dev.berth.agent.report.HostFacts;
import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * A host as an existing resource tracker describes it.
 *
 * @param hostName its hypervisor_hostname or host, if it says so
 * @param hostId the uuid of its compute node record, which nova also gives to the provider
 */
public record LegacyHost(Optional<String> hostName, Optional<ProviderId> hostId, HostFacts facts) {}
