package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.resource.Amount;
import dev.berth.resource.Companions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries to put the cells of a guest on distinct cells of a host, in one fixed order, and takes the first way in which
 * every pair fits and the companions of the request can be provided for the cells chosen. Pairs and sets of cells are
 * judged once each. A place that leaves none for another cell is never taken, so only companions can make it turn back;
 * it gives up after a fixed number of steps, so the outcome is a function of host and request alone.
 */
final class CellAssignment {
    /** Pairs tried before giving up: some milliseconds, and many more than any real machine has. */
    private static final int STEPS_MAX = 400_000;

    private static final int NOBODY = -1;

    /** What it counts for to ask whether companions can be provided. */
    private static final int STEPS_OF_COMPANIONS = 100;

    private final ImmutableList<GuestCell> guests;
    private final List<HostCell> hosts;
    private final Companions companions;
    private final List<List<Optional<PlacedCell>>> fits = new ArrayList<>();

    /** Sets of hosts that led nowhere once taken, in whatever order: what is left to do depends on the set alone. */
    private final Set<BitSet> deadEnds = new LinkedHashSet<>();

    private final List<PlacedCell> placed = new ArrayList<>();
    private final BitSet taken = new BitSet();
    private int steps;

    private CellAssignment(NumaInventory host, ImmutableList<GuestCell> guests, Companions companions) {
        this.guests = guests;
        this.companions = companions;
        this.hosts = host.cells().size() > guests.size() ? ordered(host) : host.cells();
        for (GuestCell guest : guests) {
            fits.add(hosts.stream()
                    .map(cell -> CellFit.place(cell, guest, host.limits()))
                    .toList());
        }
    }

    static Optional<ImmutableList<PlacedCell>> find(
            NumaInventory host, ImmutableList<GuestCell> guests, Companions companions) {
        if (guests.size() > host.cells().size()) {
            return Optional.empty();
        }
        CellAssignment assignment = new CellAssignment(host, guests, companions);
        return assignment.isPossible(0) && assignment.place(0)
                ? Optional.of(ImmutableList.copyOf(assignment.placed))
                : Optional.empty();
    }

    /**
     * Whether all cells of the guest from one on can have places of their own, companions or not: a matching, grown by
     * one at a time.
     */
    private boolean isPossible(int from) {
        int[] guestOf = new int[hosts.size()];
        Arrays.fill(guestOf, NOBODY);
        for (int guest = from; guest < guests.size(); guest++) {
            if (!isSettled(guest, guestOf, (BitSet) taken.clone())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the cell finds a place, if need be by sending another one elsewhere; no deeper than there are cells of
     * the guest.
     */
    private boolean isSettled(int guest, int[] guestOf, BitSet seen) {
        for (int host = 0; host < hosts.size(); host++) {
            if (fits.get(guest).get(host).isPresent() && !seen.get(host)) {
                seen.set(host);
                if (guestOf[host] == NOBODY || isSettled(guestOf[host], guestOf, seen)) {
                    guestOf[host] = guest;
                    return true;
                }
            }
        }
        return false;
    }

    private boolean place(int guest) {
        if (guest == guests.size()) {
            return areCompanionsProvided();
        }
        for (int host = 0; host < hosts.size() && steps < STEPS_MAX; host++) {
            steps++;
            Optional<PlacedCell> fit = fits.get(guest).get(host);
            if (fit.isPresent() && !taken.get(host)) {
                placed.add(fit.get());
                taken.set(host);
                if (leadsOn(guest + 1)) {
                    return true;
                }
                taken.clear(host);
                placed.remove(placed.size() - 1);
            }
        }
        return false;
    }

    private boolean leadsOn(int guest) {
        if (deadEnds.contains(taken)) {
            return false;
        }
        steps += guests.size() - guest;
        if (isPossible(guest) && place(guest)) {
            return true;
        }
        deadEnds.add((BitSet) taken.clone());
        return false;
    }

    private boolean areCompanionsProvided() {
        steps += STEPS_OF_COMPANIONS;
        ImmutableSortedSet<Integer> cells = placed.stream()
                .map(PlacedCell::hostCell)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        return companions.canAllBeProvided(
                amount -> amount instanceof AffineAmount affine ? affine.near(cells) : amount);
    }

    /**
     * Stable sorts one after the other, so the last one dominates: memory, then CPUs, then what lies near the cells.
     */
    private List<HostCell> ordered(NumaInventory host) {
        List<HostCell> ordered = new ArrayList<>(host.cells());
        boolean isSpread = host.strategy() == PlacementStrategy.SPREAD;
        ordered.sort(spreading(Comparator.comparingLong(HostCell::freeMemoryMb), isSpread));
        boolean isShared = guests.isEmpty() || guests.get(0).cpuPolicy() == CpuPolicy.SHARED;
        ordered.sort(spreading(
                isShared
                        ? Comparator.comparingLong(cell -> -cell.cpuUsage())
                        : Comparator.comparingInt(
                                cell -> cell.freeDedicatedCpus().size()),
                isSpread));
        ordered.sort(byNearness());
        return ordered;
    }

    private static Comparator<HostCell> spreading(Comparator<HostCell> byRoom, boolean isSpread) {
        return isSpread ? byRoom.reversed() : byRoom;
    }

    /** Guests that want what lies near cells go where there is most of it; others leave it to them. */
    private Comparator<HostCell> byNearness() {
        boolean isWanted = false;
        for (Amount amount : companions.amounts().values()) {
            isWanted |= amount instanceof AffineAmount affine && affine.wantsNearness();
        }
        Comparator<HostCell> byFree = Comparator.comparingLong(this::freeNear);
        return isWanted ? byFree.reversed() : byFree;
    }

    private long freeNear(HostCell cell) {
        return companions.inventories().values().stream()
                .filter(AffineInventory.class::isInstance)
                .mapToLong(inventory -> ((AffineInventory) inventory).freeNear(cell.id()))
                .sum();
    }
}
