package dev.berth.ledger.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.CpuPolicy;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.ledger.resource.Amount;
import dev.berth.ledger.resource.Companions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries to put the cells of a guest on distinct cells of a host, in one fixed order, and takes the first way in which
 * every pair fits and the companions of the request can be provided for the cells chosen. Pairs and sets of cells are
 * judged once each.
 */
final class CellAssignment {
    private final ImmutableList<GuestCell> guests;
    private final List<HostCell> hosts;
    private final Companions companions;
    private final List<List<Optional<PlacedCell>>> fits = new ArrayList<>();
    private final Set<ImmutableSortedSet<Integer>> refusedCells = new LinkedHashSet<>();
    private final List<PlacedCell> placed = new ArrayList<>();

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
        return assignment.place(0) ? Optional.of(ImmutableList.copyOf(assignment.placed)) : Optional.empty();
    }

    private boolean place(int guest) {
        if (guest == guests.size()) {
            return areCompanionsProvided();
        }
        for (int host = 0; host < hosts.size(); host++) {
            Optional<PlacedCell> fit = fits.get(guest).get(host);
            if (fit.isPresent()
                    && placed.stream()
                            .noneMatch(other -> other.hostCell() == fit.get().hostCell())) {
                placed.add(fit.get());
                if (place(guest + 1)) {
                    return true;
                }
                placed.remove(placed.size() - 1);
            }
        }
        return false;
    }

    private boolean areCompanionsProvided() {
        ImmutableSortedSet<Integer> cells = placed.stream()
                .map(PlacedCell::hostCell)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
        if (refusedCells.contains(cells)) {
            return false;
        }
        boolean areProvided = companions.canAllBeProvided(
                amount -> amount instanceof AffineAmount affine ? affine.near(cells) : amount);
        if (!areProvided) {
            refusedCells.add(cells);
        }
        return areProvided;
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
