package dev.berth.resource.numa;

import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PageRequest;
import dev.berth.events.model.PlacedCell;
import dev.berth.resource.integer.Capacity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether one guest cell fits on one host cell, and how. A guest never overcommits against itself, and pages asked for
 * and pinned CPUs are never overcommitted; the limits bound what all guests of a cell use together.
 */
final class CellFit {
    private final HostCell host;
    private final GuestCell guest;
    private final Optional<CellLimits> limits;

    private CellFit(HostCell host, GuestCell guest, Optional<CellLimits> limits) {
        this.host = host;
        this.guest = guest;
        this.limits = limits;
    }

    /** Whether the guest cell fits, and its vCPUs find room among the free CPUs of the host cell. */
    static boolean isPossible(HostCell host, GuestCell guest, Optional<CellLimits> limits, Pinning pinning) {
        CellFit fit = new CellFit(host, guest, limits);
        boolean hasMemory =
                guest.pages().isPresent() ? fit.choosePages(guest.pages().get()).isPresent() : fit.hasUnpagedMemory();
        return hasMemory
                && fit.hasCpus()
                && fit.isWithinLimits()
                && pinning.hasRoomFor(guest.dedicatedVcpus().size(), guest.threadPolicy());
    }

    /** The guest cell on the host cell, where that is possible. */
    static PlacedCell place(HostCell host, GuestCell guest, Pinning pinning) {
        CellFit fit = new CellFit(host, guest, Optional.empty());
        return new PlacedCell(
                guest,
                host.id(),
                guest.pages().isPresent() ? fit.choosePages(guest.pages().get()) : OptionalInt.empty(),
                pinning.pin(guest.dedicatedVcpus(), guest.threadPolicy()));
    }

    /** Whether a cell that was placed before fits again exactly there. */
    static boolean allows(HostCell host, PlacedCell placed, Optional<CellLimits> limits) {
        GuestCell guest = placed.guest();
        CellFit fit = new CellFit(host, guest, limits);
        boolean hasMemory = placed.pageSizeKb().isPresent()
                ? host.pageSizesKb().contains(placed.pageSizeKb().getAsInt())
                        && fit.isFreeIn(placed.pageSizeKb().getAsInt())
                : guest.pages().isEmpty() && fit.hasUnpagedMemory();
        return hasMemory
                && fit.hasCpus()
                && fit.isWithinLimits()
                && host.objectionToPinning(placed).isEmpty();
    }

    private OptionalInt choosePages(PageRequest request) {
        for (int sizeKb : candidateSizes(request)) {
            if (isFreeIn(sizeKb)) {
                return OptionalInt.of(sizeKb);
            }
        }
        return OptionalInt.empty();
    }

    private List<Integer> candidateSizes(PageRequest request) {
        List<Integer> ascending = host.pageSizesKb().asList();
        if (ascending.isEmpty()) {
            return List.of();
        }
        if (request.equals(PageRequest.SMALL)) {
            return ascending.subList(0, 1);
        }
        List<Integer> sizes = new ArrayList<>(ascending);
        sizes.sort(Comparator.reverseOrder());
        if (request.equals(PageRequest.ANY)) {
            return sizes;
        }
        if (request.equals(PageRequest.LARGE)) {
            return sizes.subList(0, sizes.size() - 1);
        }
        return ascending.contains(request.sizeKb()) ? List.of(request.sizeKb()) : List.of();
    }

    private boolean isFreeIn(int sizeKb) {
        return guest.memoryKb() <= host.freePagesKb(sizeKb) && guest.memoryKb() % sizeKb == 0;
    }

    /** Memory of a guest that asks for no pages: it may be overcommitted by several guests, unless CPUs are pinned. */
    private boolean hasUnpagedMemory() {
        boolean isPinned = guest.cpuPolicy() != CpuPolicy.SHARED;
        if (host.pageSizesKb().isEmpty()) {
            return guest.memoryMb()
                    <= (isPinned ? host.freeMemoryMb() : host.cell().memoryMb());
        }
        int smallestKb = host.pageSizesKb().first();
        long roomKb = isPinned ? host.freePagesKb(smallestKb) : host.totalPagesKb(smallestKb);
        return guest.memoryKb() % smallestKb == 0 && guest.memoryKb() <= roomKb;
    }

    private boolean hasCpus() {
        return guest.sharedVcpus().size() <= host.cell().sharedCpus().size()
                && guest.dedicatedVcpus().size() <= host.cell().dedicatedCpus().size();
    }

    private boolean isWithinLimits() {
        if (limits.isEmpty() || guest.cpuPolicy() == CpuPolicy.DEDICATED) {
            return true;
        }
        long cpus = host.cpuUsage() + guest.sharedVcpus().size();
        long memoryMb = host.memoryUsageMb() + guest.memoryMb();
        return cpus
                        <= Capacity.of(
                                host.cell().sharedCpus().size(), 0, limits.get().cpuRatio())
                && memoryMb
                        <= Capacity.of(host.cell().memoryMb(), 0, limits.get().ramRatio());
    }
}
