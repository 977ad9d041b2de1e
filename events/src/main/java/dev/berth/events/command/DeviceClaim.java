package dev.berth.events.command;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.Limits;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.ProviderId;
import java.util.Set;
import java.util.TreeSet;

/**
 * The PCI devices that a consumer is to hold on one host, besides those that its amounts stand for.
 *
 * @param host the root provider of the host
 * @param guestCells the cells of the host that the guest sits on; empty for a guest without cells, which no policy
 *     restricts
 * @param requests in the order in which they are served
 */
public record DeviceClaim(
        ProviderId host, ImmutableSortedSet<Integer> guestCells, ImmutableList<DeviceRequest> requests) {
    public DeviceClaim {
        Limits.requireAtMost(Limits.HOST_CELLS_MAX, guestCells.size(), "cells of the host in a claim of devices");
        Set<String> ids = new TreeSet<>();
        for (DeviceRequest request : requests) {
            if (!ids.add(request.id())) {
                throw new MalformedException("expected each request of a claim under an id of its own but got two of "
                        + quoted(request.id()));
            }
        }
    }
}
