package dev.berth.resource.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.resource.Amount;
import dev.berth.resource.Consumption;
import dev.berth.resource.Objection.Reason;
import org.junit.jupiter.api.Test;

final class IntegerInventoryTest {
    private static final IntegerInventory TEN = new IntegerInventory(10, 0, 1, 10, 1, 1.0, 0);

    private static final Amount OTHER_KIND = new Amount() {
        @Override
        public Amount negate() {
            return this;
        }

        @Override
        public boolean isNegative() {
            return false;
        }
    };

    @Test
    void providesUpToAndIncludingItsCapacity() {
        IntegerInventory half = TEN.withUsed(5);
        assertThat(half.canProvide(new IntegerAmount(5))).isTrue();
        assertThat(half.canProvide(new IntegerAmount(6))).isFalse();
    }

    @Test
    void givesBackWhatIsUsedAndNoMore() {
        assertThat(refusal(TEN.withUsed(5).consume(new IntegerAmount(-6)))).isEqualTo(Reason.MORE_THAN_USED);
        assertThat(TEN.withUsed(5).consume(new IntegerAmount(-5)).orElseThrow()).isEqualTo(TEN);
    }

    @Test
    void refusesToTakeAndAllowsToGiveBackOverCapacity() {
        IntegerInventory over = TEN.withUsed(12);
        assertThat(over.available()).isEqualTo(-2);
        assertThat(refusal(over.consume(new IntegerAmount(1)))).isEqualTo(Reason.CAPACITY);
        assertThat(over.consume(new IntegerAmount(-1)).orElseThrow()).isEqualTo(TEN.withUsed(11));
    }

    @Test
    void providesZeroAlways() {
        IntegerInventory nothing = new IntegerInventory(10, 10, 5, 10, 5, 16.0, 3);
        assertThat(nothing.canProvide(IntegerAmount.ZERO)).isTrue();
        assertThat(nothing.consume(IntegerAmount.ZERO).orElseThrow()).isEqualTo(nothing);
    }

    @Test
    void doesNotLetTheRatioRaiseTheLargestSingleRequest() {
        IntegerInventory overcommitted = new IntegerInventory(8, 0, 1, 8, 1, 16.0, 0);
        assertThat(overcommitted.canProvide(8)).isTrue();
        assertThat(overcommitted.canProvide(9)).isFalse();
        assertThat(refusal(overcommitted.consume(new IntegerAmount(9)))).isEqualTo(Reason.UNITS);
    }

    @Test
    void holdsSingleRequestsToTheirUnits() {
        IntegerInventory steps = new IntegerInventory(100, 0, 10, 50, 5, 1.0, 0);
        assertThat(steps.canProvide(5)).isFalse();
        assertThat(steps.canProvide(12)).isFalse();
        assertThat(steps.canProvide(15)).isTrue();
        assertThat(steps.canProvide(55)).isFalse();
    }

    @Test
    void callsAnotherKindABadValueInBothCalls() {
        assertThatThrownBy(() -> TEN.canProvide(OTHER_KIND)).isInstanceOf(IllegalArgumentException.class);
        assertThat(refusal(TEN.consume(OTHER_KIND))).isEqualTo(Reason.WRONG_KIND);
        assertThat(Reason.WRONG_KIND.isBadValue()).isTrue();
    }

    @Test
    void callsANegativeQuestionABadValue() {
        assertThatThrownBy(() -> TEN.canProvide(new IntegerAmount(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(TEN.objectionTo(new IntegerAmount(-1)).orElseThrow().reason())
                .isEqualTo(Reason.NEGATIVE);
    }

    @Test
    void comparesAmountsByValue() {
        assertThat(new IntegerAmount(5)).isEqualTo(new IntegerAmount(5)).hasSameHashCodeAs(new IntegerAmount(5));
        assertThat(new IntegerAmount(5).negate()).isEqualTo(new IntegerAmount(-5));
        assertThat(IntegerAmount.ZERO.negate()).isEqualTo(IntegerAmount.ZERO);
    }

    private static Reason refusal(Consumption consumption) {
        return ((Consumption.NotConsumed) consumption).objection().reason();
    }
}
