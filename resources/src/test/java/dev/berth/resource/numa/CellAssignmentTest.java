package dev.berth.resource.numa;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.events.model.GuestCell;
import dev.berth.resource.Amount;
import dev.berth.resource.Companions;
import dev.berth.resource.Consumption;
import dev.berth.resource.Objection;
import dev.berth.resource.Resource;
import dev.berth.resource.StepBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often companions are asked. Counted are questions and steps, not time. */
final class CellAssignmentTest {
    private static final NumaInventory HOST = TestingCells.inventory(128, Optional.empty());
    private static final Flags FLAGS = new Flags();

    @Test
    void asksOnceForAllCellsBetweenWhichCompanionsSeeNoDifference() {
        FlagStock stock = new FlagStock(ImmutableSortedSet.of(3, 77), 0, 3);
        assertThat(place(stock, 2, StepBudget.ofDecision()).isConsumed()).isFalse();
        // Neither cell, one of them, the other, or both.
        assertThat(stock.asked).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void givesUpOnceTheStepsOfTheDecisionAreMade() {
        ImmutableSortedSet<Integer> everywhere = TestingCells.cpus(0, 128);
        FlagStock stock = new FlagStock(everywhere, 10_000, 17);
        StepBudget budget = StepBudget.ofDecision();
        Consumption consumption = place(stock, 16, budget);
        assertThat(((Consumption.NotConsumed) consumption).objection())
                .isEqualTo(new Objection(
                        Objection.Reason.NO_FIT,
                        "the 16 cells of the guest were not found to fit on the 128 cells of the host: the search was"
                                + " given up after " + StepBudget.DECISION_STEPS + " steps"));
        assertThat(stock.asked.size() * 10_000L).isLessThanOrEqualTo(StepBudget.DECISION_STEPS);
        assertThat(budget.taken()).isEqualTo(StepBudget.DECISION_STEPS);

        FlagStock again = new FlagStock(everywhere, 10_000, 17);
        place(again, 16, StepBudget.ofDecision());
        assertThat(again.asked).as("the same at each replay").isEqualTo(stock.asked);
    }

    @Test
    void asksNobodyOnceTheBudgetIsSpentElsewhere() {
        FlagStock stock = new FlagStock(ImmutableSortedSet.of(3), 0, 1);
        StepBudget budget = StepBudget.ofDecision();
        budget.take(StepBudget.DECISION_STEPS + 1);
        assertThat(place(stock, 1, budget).isConsumed()).isFalse();
        assertThat(stock.asked).isEmpty();
    }

    @Test
    void findsCellsForTheLargestGuestOnTheLargestHostInAFewSteps() {
        FlagStock stock = new FlagStock(TestingCells.cpus(0, 128), 0, 16);
        StepBudget budget = StepBudget.ofDecision();
        assertThat(place(stock, 16, budget).isConsumed()).isTrue();
        assertThat(budget.taken()).isLessThan(10_000);
    }

    private static Consumption place(FlagStock stock, int guestCells, StepBudget budget) {
        List<GuestCell> guests = Collections.nCopies(guestCells, TestingCells.shared(1, 64));
        return HOST.consumeWith(
                NumaAmount.wanted(ImmutableList.copyOf(guests)),
                new Companions(
                        ImmutableSortedMap.of(FLAGS, stock),
                        ImmutableSortedMap.of(FLAGS, new FlagAmount(ImmutableSortedSet.of()))),
                budget);
    }

    /** Flags that stand on some cells; a guest wants several of them on its own. */
    private static final class FlagStock implements AffineInventory {
        private final ImmutableSortedSet<Integer> cells;
        private final long stepsAQuestion;
        private final int wanted;
        private final List<Sets.SetView<Integer>> asked = new ArrayList<>();

        FlagStock(ImmutableSortedSet<Integer> cells, long stepsAQuestion, int wanted) {
            this.cells = cells;
            this.stepsAQuestion = stepsAQuestion;
            this.wanted = wanted;
        }

        @Override
        public long freeNear(int cell) {
            return cells.contains(cell) ? 1 : 0;
        }

        @Override
        public ImmutableList<ImmutableSortedSet<Integer>> differenceOf(
                AffineAmount amount, ImmutableSortedSet<Integer> near) {
            return ImmutableList.of(ImmutableSortedSet.copyOf(Sets.intersection(near, cells)));
        }

        @Override
        public Optional<Objection> objectionTo(Amount amount) {
            Sets.SetView<Integer> near = Sets.intersection(((FlagAmount) amount).cells(), cells);
            asked.add(near);
            return near.size() >= wanted
                    ? Optional.empty()
                    : Optional.of(new Objection(Objection.Reason.CAPACITY, "too few flags"));
        }

        @Override
        public Optional<Objection> objectionTo(Amount amount, StepBudget budget) {
            return budget.take(stepsAQuestion)
                    ? objectionTo(amount)
                    : Optional.of(new Objection(Objection.Reason.CAPACITY, "given up"));
        }

        @Override
        public Consumption consume(Amount amount) {
            throw new UnsupportedOperationException("expected only questions");
        }
    }

    private record FlagAmount(ImmutableSortedSet<Integer> cells) implements AffineAmount {
        @Override
        public FlagAmount near(ImmutableSortedSet<Integer> of) {
            return new FlagAmount(of);
        }

        @Override
        public boolean wantsNearness() {
            return true;
        }

        @Override
        public FlagAmount negate() {
            throw new UnsupportedOperationException("expected only questions");
        }

        @Override
        public boolean isNegative() {
            return false;
        }
    }

    private record Flags() implements Resource<ImmutableSortedSet<Integer>, ImmutableSortedSet<Integer>> {
        @Override
        public String name() {
            return "FLAGS";
        }

        @Override
        public FlagAmount makeAmount(ImmutableSortedSet<Integer> quantity) {
            return new FlagAmount(quantity);
        }

        @Override
        public FlagStock makeInventory(ImmutableSortedSet<Integer> stock) {
            return new FlagStock(stock, 0, 1);
        }
    }
}
