package dev.berth.resource.numa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.model.GuestCell;
import dev.berth.events.model.PlacedCell;
import dev.berth.events.model.ThreadPolicy;
import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Objection.Reason;
import dev.berth.resource.integer.IntegerAmount;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NumaInventoryTest {
    private static final NumaInventory TWO_CELLS = TestingCells.inventory(2, Optional.empty());

    @Test
    void givesBackExactlyWhatWasPlaced() {
        Consumption.Consumed consumed = consumed(
                TWO_CELLS, wanted(TestingCells.dedicated(2, 512, ThreadPolicy.ISOLATE), TestingCells.shared(3, 1024)));
        assertThat(consumed.inventory()).isNotEqualTo(TWO_CELLS);
        assertThat(consumed.inventory().consume(consumed.amount().negate()).orElseThrow())
                .isEqualTo(TWO_CELLS);
    }

    @Test
    void refusesToGiveBackWhatIsNotPlaced() {
        NumaAmount back = wanted(TestingCells.shared(1, 64)).negate();
        assertThat(refusal(TWO_CELLS.consume(back))).isEqualTo(Reason.UNPLACED);
        assertThatThrownBy(() -> TWO_CELLS.canProvide(back)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToGiveBackTwiceInsteadOfClampingAtZero() {
        Consumption.Consumed consumed = consumed(TWO_CELLS, wanted(TestingCells.shared(1, 64)));
        Amount back = consumed.amount().negate();
        NumaInventory restored =
                (NumaInventory) consumed.inventory().consume(back).orElseThrow();
        assertThat(refusal(restored.consume(back))).isEqualTo(Reason.MORE_THAN_USED);
    }

    @Test
    void refusesToUnpinWhatIsNotPinned() {
        NumaAmount pinned =
                NumaAmount.placed(ImmutableList.of(placed(TestingCells.dedicated(1, 64, ThreadPolicy.PREFER), 4)));
        assertThat(refusal(TWO_CELLS.consume(pinned.negate()))).isEqualTo(Reason.MORE_THAN_USED);
    }

    @Test
    void refusesToPinCpusThatAreUnknownOrTaken() {
        GuestCell guest = TestingCells.dedicated(1, 64, ThreadPolicy.PREFER);
        NumaAmount onFour = NumaAmount.placed(ImmutableList.of(placed(guest, 4)));
        NumaInventory taken = (NumaInventory) TWO_CELLS.consume(onFour).orElseThrow();
        assertThat(taken.consume(onFour).isConsumed()).isFalse();
        assertThat(TWO_CELLS
                        .consume(NumaAmount.placed(ImmutableList.of(placed(guest, 99))))
                        .isConsumed())
                .isFalse();
    }

    @Test
    void callsAnotherKindABadValue() {
        assertThat(refusal(TWO_CELLS.consume(new IntegerAmount(1)))).isEqualTo(Reason.WRONG_KIND);
    }

    @Test
    void lyingInNoPagesOfItsOwnAGuestUsesTheSmallest() {
        NumaInventory after = (NumaInventory)
                consumed(TWO_CELLS, wanted(TestingCells.shared(1, 2))).inventory();
        assertThat(after.cells().get(0).usedPages()).isEqualTo(ImmutableSortedMap.of(4, 512L, 2048, 0L));
    }

    @Test
    void takesNothingForAGuestWithoutCells() {
        assertThat(consumed(TWO_CELLS, wanted()).inventory()).isEqualTo(TWO_CELLS);
        assertThat(wanted().negate()).isEqualTo(wanted());
    }

    /**
     * Thirteen cells that fit anywhere before two that fit in one place only: in fixed order that were 13! ways to
     * fail.
     */
    @Test
    void refusesCellsThatFitInNoWayWithoutTryingEveryOrder() {
        int hosts = 16;
        GuestCell pinned = TestingCells.dedicated(4, 64, ThreadPolicy.PREFER);
        NumaInventory inventory = TestingCells.inventory(hosts, Optional.empty());
        for (int host = 1; host < hosts; host++) {
            int cpu = host * 8 + 4;
            inventory = inventory.holding(ImmutableList.of(new PlacedCell(
                    pinned,
                    host,
                    OptionalInt.empty(),
                    ImmutableSortedMap.of(0, cpu, 1, cpu + 1, 2, cpu + 2, 3, cpu + 3))));
        }
        GuestCell[] guests = new GuestCell[15];
        Arrays.fill(guests, TestingCells.shared(1, 64));
        guests[14] = pinned;
        NumaInventory last = inventory;
        assertThat(last.consume(wanted(guests)).isConsumed()).isTrue();
        guests[13] = pinned;
        Consumption consumption = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> last.consume(wanted(guests)));
        assertThat(refusal(consumption)).isEqualTo(Reason.NO_FIT);
    }

    private static PlacedCell placed(GuestCell guest, int cpu) {
        return new PlacedCell(guest, 0, OptionalInt.empty(), ImmutableSortedMap.of(0, cpu));
    }

    private static NumaAmount wanted(GuestCell... cells) {
        return NumaAmount.wanted(ImmutableList.copyOf(cells));
    }

    private static Consumption.Consumed consumed(NumaInventory inventory, NumaAmount amount) {
        return (Consumption.Consumed) inventory.consume(amount);
    }

    private static Reason refusal(Consumption consumption) {
        return ((Consumption.NotConsumed) consumption).objection().reason();
    }
}
