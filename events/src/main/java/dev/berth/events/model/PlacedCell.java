package dev.berth.events.model;

import com.google.common.collect.ImmutableSortedMap;
import java.util.OptionalInt;

/**
 * Where a guest's cell was put: the record by which it is given back.
 *
 * @param hostCell the id of the host's cell
 * @param pageSizeKb the size of pages chosen; empty if the guest asked for none
 * @param pinning host CPUs by vCPU, for dedicated vCPUs
 */
public record PlacedCell(
        GuestCell guest, int hostCell, OptionalInt pageSizeKb, ImmutableSortedMap<Integer, Integer> pinning) {}
