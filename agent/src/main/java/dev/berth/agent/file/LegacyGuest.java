package dev.berth.agent.file;

import com.google.common.collect.ImmutableSortedSet;
import dev.berth.computenode.Guest;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.PciAddress;

/**
 * An instance that a resource tracker counts on its host.
 *
 * @param devices the addresses of the PCI devices that it has
 * @param sitsOnCells whether it has NUMA cells of the host, with CPUs pinned or not
 */
public record LegacyGuest(
        ConsumerId id,
        String projectId,
        String userId,
        Guest guest,
        ImmutableSortedSet<PciAddress> devices,
        boolean sitsOnCells) {}
