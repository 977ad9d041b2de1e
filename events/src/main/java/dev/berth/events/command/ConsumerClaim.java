package dev.berth.events.command;

import dev.berth.events.model.Allocations;
import dev.berth.events.model.ConsumerId;
import dev.berth.events.model.ConsumerType;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that one consumer is to hold from now on.
 *
 * @param expected what the writer knows of the consumer
 * @param projectId the project that the consumer belongs to
 * @param userId the user that the consumer belongs to
 * @param type empty leaves a known consumer's type as it is (before API 1.38)
 * @param allocations amounts by provider and class; empty gives everything back
 * @param devices PCI devices that it is to hold as well; empty leaves those that no provider counts as they are
 * @param cells NUMA cells that its guest is to have; empty leaves those that it has as they are
 */
public record ConsumerClaim(
        ConsumerId consumer,
        ExpectedConsumer expected,
        String projectId,
        String userId,
        Optional<ConsumerType> type,
        Allocations allocations,
        Optional<DeviceClaim> devices,
        Optional<CellClaim> cells) {
    public ConsumerClaim {
        Limits.requireText(Limits.OWNER_LENGTH_MAX, projectId, "a project");
        Limits.requireText(Limits.OWNER_LENGTH_MAX, userId, "a user");
        if (devices.isPresent()
                && cells.isPresent()
                && !devices.get().host().equals(cells.get().host())) {
            throw new MalformedException("expected the devices and the cells of " + consumer
                    + " on one host but got " + devices.get().host() + " and "
                    + cells.get().host());
        }
    }

    /** A claim of amounts alone. */
    public ConsumerClaim(
            ConsumerId consumer,
            ExpectedConsumer expected,
            String projectId,
            String userId,
            Optional<ConsumerType> type,
            Allocations allocations) {
        this(consumer, expected, projectId, userId, type, allocations, Optional.empty(), Optional.empty());
    }

    /** The same claim of other amounts. */
    public ConsumerClaim withAllocations(Allocations changed) {
        return new ConsumerClaim(consumer, expected, projectId, userId, type, changed, devices, cells);
    }

    /** The same claim with devices as well. */
    public ConsumerClaim withDevices(DeviceClaim claimed) {
        return new ConsumerClaim(consumer, expected, projectId, userId, type, allocations, Optional.of(claimed), cells);
    }

    /** The same claim for a guest with these cells. */
    public ConsumerClaim withCells(CellClaim claimed) {
        return new ConsumerClaim(
                consumer, expected, projectId, userId, type, allocations, devices, Optional.of(claimed));
    }

    /** Refuses to build a command in which two claims name the same consumer, or one that is larger than it may be. */
    static void requireDistinct(List<ConsumerClaim> claims) {
        Limits.requireAtMost(Limits.COMMAND_CONSUMERS_MAX, claims.size(), "consumers in one command");
        long amounts = 0;
        long guests = 0;
        long requests = 0;
        for (ConsumerClaim claim : claims) {
            amounts += claim.allocations().count();
            guests += claim.cells().isPresent() && !claim.cells().get().cells().isEmpty() ? 1 : 0;
            requests += claim.devices().isPresent()
                    ? claim.devices().get().requests().size()
                    : 0;
        }
        Limits.requireAtMost(Limits.COMMAND_AMOUNTS_MAX, amounts, "amounts in one command");
        Limits.requireAtMost(Limits.COMMAND_GUESTS_MAX, guests, "guests with NUMA cells in one command");
        Limits.requireAtMost(Limits.COMMAND_DEVICE_REQUESTS_MAX, requests, "requests for devices in one command");
        Set<ConsumerId> consumers = new TreeSet<>();
        for (ConsumerClaim claim : claims) {
            if (!consumers.add(claim.consumer())) {
                throw new MalformedException("expected one claim a consumer but got two of " + claim.consumer());
            }
        }
    }
}
