package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.resource.Amount;
import dev.berth.resource.Companions;
import dev.berth.resource.Resource;
import dev.berth.resource.StepBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries to put the cells of a guest on distinct cells of a host, in one fixed order, and takes the first way in which
 * every pair fits and the companions of the request can be provided for the cells chosen. Pairs, sets of cells, and
 * what of a set makes a difference to the companions are judged once each. A place that leaves none for another cell is
 * never taken, so only companions can make it turn back; it gives up where the budget of the decision is spent, so the
 * outcome is a function of what is asked and what is there alone.
 */
final class CellAssignment {
    private static final int NOBODY = -1;

    /** What it counts for to put together what is asked of the companions. */
    private static final int STEPS_OF_COMPANIONS = 100;

    private final ImmutableList<GuestCell> guests;
    private final List<Place> hosts;
    private final Companions companions;
    private final StepBudget budget;

    /** By guest cell, the host cells that it fits on. */
    private final List<BitSet> fits = new ArrayList<>();

    /** Sets of hosts that led nowhere once taken, in whatever order: what is left to do depends on the set alone. */
    private final Set<BitSet> deadEnds = new LinkedHashSet<>();

    /** What makes a difference to the companions of sets of cells near which they cannot be provided. */
    private final Set<List<ImmutableSortedSet<Integer>>> unprovided = new LinkedHashSet<>();

    /** The host cell of each guest cell that has one. */
    private final List<Integer> placed = new ArrayList<>();

    private final BitSet taken = new BitSet();

    /** @param near how much of what companions want is free near the cell */
    private record Place(HostCell cell, Pinning cpus, long near) {
        static Place of(HostCell cell, Companions companions) {
            long near = companions.inventories().values().stream()
                    .filter(AffineInventory.class::isInstance)
                    .mapToLong(inventory -> ((AffineInventory) inventory).freeNear(cell.id()))
                    .sum();
            return new Place(cell, new Pinning(cell), near);
        }
    }

    private CellAssignment(
            NumaInventory host, ImmutableList<GuestCell> guests, Companions companions, StepBudget budget) {
        this.guests = guests;
        this.companions = companions;
        this.budget = budget;
        this.hosts = new ArrayList<>();
        host.cells().forEach(cell -> hosts.add(Place.of(cell, companions)));
        if (hosts.size() > guests.size()) {
            order(host.strategy() == PlacementStrategy.SPREAD);
        }
        for (GuestCell guest : guests) {
            BitSet possible = new BitSet();
            for (int at = 0; at < hosts.size(); at++) {
                Place place = hosts.get(at);
                possible.set(at, CellFit.isPossible(place.cell(), guest, host.limits(), place.cpus()));
            }
            fits.add(possible);
        }
    }

    static Optional<ImmutableList<PlacedCell>> find(
            NumaInventory host, ImmutableList<GuestCell> guests, Companions companions, StepBudget budget) {
        if (guests.size() > host.cells().size()) {
            return Optional.empty();
        }
        CellAssignment assignment = new CellAssignment(host, guests, companions, budget);
        return assignment.isPossible(0) && assignment.place(0)
                ? Optional.of(assignment.placedCells())
                : Optional.empty();
    }

    private ImmutableList<PlacedCell> placedCells() {
        ImmutableList.Builder<PlacedCell> cells = ImmutableList.builder();
        for (int guest = 0; guest < guests.size(); guest++) {
            Place place = hosts.get(placed.get(guest));
            cells.add(CellFit.place(place.cell(), guests.get(guest), place.cpus()));
        }
        return cells.build();
    }

    /**
     * Whether all cells of the guest from one on can have places of their own, companions or not: a matching, grown by
     * one at a time. No once the budget is spent.
     */
    private boolean isPossible(int from) {
        int[] guestOf = new int[hosts.size()];
        Arrays.fill(guestOf, NOBODY);
        for (int guest = from; guest < guests.size(); guest++) {
            if (!isSettled(guest, guestOf, (BitSet) taken.clone())) {
                return false;
            }
        }
        return !budget.isSpent();
    }

    /**
     * Whether the cell finds a place, if need be by sending another one elsewhere; no deeper than there are cells of
     * the guest.
     */
    private boolean isSettled(int guest, int[] guestOf, BitSet seen) {
        BitSet possible = fits.get(guest);
        for (int host = possible.nextSetBit(0); host >= 0 && budget.take(1); host = possible.nextSetBit(host + 1)) {
            if (!seen.get(host)) {
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
        BitSet possible = fits.get(guest);
        for (int host = possible.nextSetBit(0); host >= 0 && budget.take(1); host = possible.nextSetBit(host + 1)) {
            if (!taken.get(host)) {
                placed.add(host);
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
        if (isPossible(guest) && place(guest)) {
            return true;
        }
        deadEnds.add((BitSet) taken.clone());
        return false;
    }

    private boolean areCompanionsProvided() {
        ImmutableSortedSet<Integer> cells = placed.stream()
                .map(host -> hosts.get(host).cell().id())
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        List<ImmutableSortedSet<Integer>> difference = differenceOf(cells);
        if (!budget.take(STEPS_OF_COMPANIONS) || unprovided.contains(difference)) {
            return false;
        }
        boolean areProvided = companions.canAllBeProvided(
                amount -> amount instanceof AffineAmount affine ? affine.near(cells) : amount, budget);
        if (!areProvided) {
            unprovided.add(difference);
        }
        return areProvided;
    }

    /** What of the cells makes a difference to any companion. */
    private List<ImmutableSortedSet<Integer>> differenceOf(ImmutableSortedSet<Integer> cells) {
        List<ImmutableSortedSet<Integer>> difference = new ArrayList<>();
        for (Map.Entry<Resource<?, ?>, Amount> each : companions.amounts().entrySet()) {
            if (each.getValue() instanceof AffineAmount affine) {
                if (companions.inventories().get(each.getKey()) instanceof AffineInventory inventory) {
                    difference.addAll(inventory.differenceOf(affine, cells));
                } else {
                    difference.add(cells);
                }
            }
        }
        return difference;
    }

    /**
     * Stable sorts one after the other, so the last one dominates: memory, then CPUs, then what lies near the cells.
     */
    private void order(boolean isSpread) {
        hosts.sort(spreading(Comparator.comparingLong(place -> place.cell().freeMemoryMb()), isSpread));
        boolean isShared = guests.isEmpty() || guests.get(0).cpuPolicy() == CpuPolicy.SHARED;
        hosts.sort(spreading(
                isShared
                        ? Comparator.comparingLong(place -> -place.cell().cpuUsage())
                        : Comparator.comparingInt(place -> place.cpus().freeCpus()),
                isSpread));
        hosts.sort(byNearness());
    }

    private static Comparator<Place> spreading(Comparator<Place> byRoom, boolean isSpread) {
        return isSpread ? byRoom.reversed() : byRoom;
    }

    /** Guests that want what lies near cells go where there is most of it; others leave it to them. */
    private Comparator<Place> byNearness() {
        boolean isWanted = false;
        for (Amount amount : companions.amounts().values()) {
            isWanted |= amount instanceof AffineAmount affine && affine.wantsNearness();
        }
        Comparator<Place> byFree = Comparator.comparingLong(Place::near);
        return isWanted ? byFree.reversed() : byFree;
    }
}
