package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.resource.Amount;
import java.util.Optional;

/**
 * The cells of one guest: as asked for, or as placed. Only a placed amount can be given back, because only it says what
 * exactly.
 *
 * @param placement one placed cell for each guest cell, in the same order; empty while nothing is placed
 * @param isGivenBack whether the cells are given back rather than taken
 */
public record NumaAmount(
        ImmutableList<GuestCell> cells, Optional<ImmutableList<PlacedCell>> placement, boolean isGivenBack)
        implements Amount {
    public NumaAmount {
        if (placement.isPresent()
                && !placement.get().stream().map(PlacedCell::guest).toList().equals(cells)) {
            throw new IllegalArgumentException(
                    "expected a placed cell for each guest cell but got " + placement.get() + " for " + cells);
        }
    }

    public static NumaAmount wanted(ImmutableList<GuestCell> cells) {
        return new NumaAmount(cells, Optional.empty(), false);
    }

    public static NumaAmount placed(ImmutableList<PlacedCell> placement) {
        return new NumaAmount(
                placement.stream().map(PlacedCell::guest).collect(ImmutableList.toImmutableList()),
                Optional.of(placement),
                false);
    }

    /** The host cells that it was placed on; empty while it is not placed. */
    public ImmutableSortedSet<Integer> hostCells() {
        return placement.orElse(ImmutableList.of()).stream()
                .map(PlacedCell::hostCell)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare));
    }

    /** No cells: nothing to take and nothing to give back, so it is its own opposite. */
    public boolean isZero() {
        return cells.isEmpty();
    }

    @Override
    public NumaAmount negate() {
        return isZero() ? this : new NumaAmount(cells, placement, !isGivenBack);
    }

    @Override
    public boolean isNegative() {
        return isGivenBack;
    }
}
