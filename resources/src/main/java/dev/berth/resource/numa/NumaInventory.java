package dev.berth.resource.numa;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.PlacedCell;
import dev.berth.resource.Amount;
import dev.berth.resource.Companions;
import dev.berth.resource.Consumption;
import dev.berth.resource.JointInventory;
import dev.berth.resource.Objection;
import dev.berth.resource.Objection.Reason;
import dev.berth.resource.StepBudget;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The NUMA cells of a host. Amounts of the same request that lie near cells are judged for the cells chosen, while they
 * are chosen.
 *
 * @param cells in the host's order
 * @param limits the overcommit ratios of each cell; without them sums over guests are not bounded
 */
public record NumaInventory(ImmutableList<HostCell> cells, Optional<CellLimits> limits, PlacementStrategy strategy)
        implements JointInventory {
    /** Every cell with its socket, if known. */
    public ImmutableSortedMap<Integer, OptionalInt> socketByCell() {
        ImmutableSortedMap.Builder<Integer, OptionalInt> sockets = ImmutableSortedMap.naturalOrder();
        cells.forEach(host -> sockets.put(host.id(), host.cell().socket()));
        return sockets.build();
    }

    @Override
    public Optional<Objection> objectionTo(Amount amount) {
        if (amount instanceof NumaAmount && amount.isNegative()) {
            return Optional.of(Objection.negative(amount));
        }
        Consumption consumption = consume(amount);
        return consumption instanceof Consumption.NotConsumed refused
                ? Optional.of(refused.objection())
                : Optional.empty();
    }

    @Override
    public Consumption consume(Amount amount) {
        return consumeWith(amount, Companions.NONE, StepBudget.ofDecision());
    }

    @Override
    public Consumption consumeWith(Amount amount, Companions companions, StepBudget budget) {
        if (!(amount instanceof NumaAmount wanted)) {
            return new Consumption.NotConsumed(Objection.wrongKind("an amount of NUMA cells", amount));
        }
        if (wanted.isNegative()) {
            return giveBack(wanted);
        }
        if (wanted.placement().isPresent()) {
            return retake(wanted, wanted.placement().get());
        }
        return CellAssignment.find(this, wanted.cells(), companions, budget)
                .map(this::taken)
                .orElseGet(() -> Consumption.refused(
                        Reason.NO_FIT,
                        "the " + wanted.cells().size() + " cells of the guest "
                                + (budget.isSpent() ? "were not found to fit" : "fit in no way")
                                + " on the " + cells.size() + " cells of the host"
                                + (budget.isSpent()
                                        ? ": the search was given up after " + StepBudget.DECISION_STEPS + " steps"
                                        : "")));
    }

    @Override
    public Amount bind(Amount companion, Amount consumed) {
        return companion instanceof AffineAmount affine && !consumed.isNegative()
                ? affine.near(((NumaAmount) consumed).hostCells())
                : companion;
    }

    /**
     * The inventory with guests that sit on its cells, whether they would fit there by now or not: a host may have less
     * than it had when they came. Cells that are gone hold nobody.
     */
    public NumaInventory holding(Iterable<PlacedCell> placement) {
        Map<Integer, HostCell> byId = byId();
        placement.forEach(placed -> byId.computeIfPresent(placed.hostCell(), (id, host) -> host.with(placed)));
        return withCells(byId);
    }

    /** Takes exactly the cells that were chosen before, as a replay does. */
    private Consumption retake(NumaAmount amount, ImmutableList<PlacedCell> placement) {
        Map<Integer, HostCell> byId = byId();
        for (PlacedCell placed : placement) {
            HostCell host = byId.get(placed.hostCell());
            if (host == null || !CellFit.allows(host, placed, limits)) {
                return Consumption.refused(
                        Reason.NO_FIT,
                        "guest cell " + placed.guest().index() + " does not fit on host cell " + placed.hostCell());
            }
            byId.put(host.id(), host.with(placed));
        }
        return new Consumption.Consumed(withCells(byId), amount);
    }

    private Consumption giveBack(NumaAmount amount) {
        if (amount.placement().isEmpty()) {
            return Consumption.refused(Reason.UNPLACED, "cells are given back as placed, but these are not placed");
        }
        Map<Integer, HostCell> byId = byId();
        for (PlacedCell placed : amount.placement().get()) {
            HostCell host = byId.get(placed.hostCell());
            if (host == null) {
                return Consumption.refused(
                        Reason.MORE_THAN_USED, "there is no host cell " + placed.hostCell() + " to give back to");
            }
            Optional<Objection> objection = host.objectionToGivingBack(placed);
            if (objection.isPresent()) {
                return new Consumption.NotConsumed(objection.get());
            }
            byId.put(host.id(), host.without(placed));
        }
        return new Consumption.Consumed(withCells(byId), amount);
    }

    private Consumption taken(ImmutableList<PlacedCell> placement) {
        return new Consumption.Consumed(holding(placement), NumaAmount.placed(placement));
    }

    private Map<Integer, HostCell> byId() {
        Map<Integer, HostCell> byId = new TreeMap<>();
        cells.forEach(host -> byId.put(host.id(), host));
        return byId;
    }

    private NumaInventory withCells(Map<Integer, HostCell> byId) {
        return new NumaInventory(
                cells.stream().map(host -> byId.get(host.id())).collect(ImmutableList.toImmutableList()),
                limits,
                strategy);
    }
}
