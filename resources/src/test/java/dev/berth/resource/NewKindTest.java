package dev.berth.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import dev.berth.resource.Objection.Reason;
import dev.berth.resource.integer.IntegerAmount;
import dev.berth.resource.integer.IntegerInventory;
import dev.berth.resource.integer.IntegerResource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A kind that nobody had thought of, named VLAN ids, takes part in requests without a change anywhere else. */
final class NewKindTest {
    private static final VlanResource VLAN = new VlanResource();

    private static final Inventories NODE = Inventories.of(Map.of(
            VLAN,
            VLAN.makeInventory(ImmutableSortedSet.of(10, 20, 30)),
            IntegerResource.VCPU,
            new IntegerInventory(8, 0, 1, 8, 1, 1.0, 0)));

    @Test
    void isConsumedTogetherWithTheOthersOrNotAtAll() {
        Inventories.Outcome.Consumed consumed = (Inventories.Outcome.Consumed) NODE.consume(Map.of(
                VLAN, VLAN.makeAmount(ImmutableSortedSet.of(10, 30)), IntegerResource.VCPU, new IntegerAmount(2)));
        assertThat(((VlanInventory) consumed.inventories().get(VLAN).orElseThrow()).free())
                .containsExactly(20);
        assertThat(consumed.inventories()
                        .canProvide(Map.of(
                                VLAN,
                                VLAN.makeAmount(ImmutableSortedSet.of(10)),
                                IntegerResource.VCPU,
                                new IntegerAmount(2))))
                .isFalse();
        assertThat(consumed.inventories()
                        .consume(Map.of(VLAN, consumed.amounts().get(VLAN).negate())))
                .isInstanceOfSatisfying(
                        Inventories.Outcome.Consumed.class,
                        back -> assertThat(back.inventories().get(VLAN)).isEqualTo(NODE.get(VLAN)));
    }

    private record VlanAmount(ImmutableSortedSet<Integer> ids, boolean isNegative) implements Amount {
        @Override
        public VlanAmount negate() {
            return ids.isEmpty() ? this : new VlanAmount(ids, !isNegative);
        }
    }

    private record VlanInventory(ImmutableSortedSet<Integer> free, ImmutableSortedSet<Integer> used)
            implements Inventory {
        @Override
        public Optional<Objection> objectionTo(Amount amount) {
            if (!(amount instanceof VlanAmount)) {
                return Optional.of(Objection.wrongKind("VLAN ids", amount));
            }
            return amount.isNegative()
                    ? Optional.of(Objection.negative(amount))
                    : missing(((VlanAmount) amount).ids(), free, Reason.CAPACITY);
        }

        @Override
        public Consumption consume(Amount amount) {
            Optional<Objection> objection = amount instanceof VlanAmount && amount.isNegative()
                    ? missing(((VlanAmount) amount).ids(), used, Reason.MORE_THAN_USED)
                    : objectionTo(amount);
            if (objection.isPresent()) {
                return new Consumption.NotConsumed(objection.get());
            }
            Set<Integer> ids = ((VlanAmount) amount).ids();
            return new Consumption.Consumed(
                    amount.isNegative()
                            ? new VlanInventory(plus(free, ids), minus(used, ids))
                            : new VlanInventory(minus(free, ids), plus(used, ids)),
                    amount);
        }

        private static Optional<Objection> missing(Set<Integer> wanted, Set<Integer> there, Reason reason) {
            Set<Integer> missing = Sets.difference(wanted, there);
            return missing.isEmpty() ? Optional.empty() : Optional.of(new Objection(reason, "not there: " + missing));
        }

        private static ImmutableSortedSet<Integer> plus(Set<Integer> left, Set<Integer> right) {
            return ImmutableSortedSet.copyOf(Sets.union(left, right));
        }

        private static ImmutableSortedSet<Integer> minus(Set<Integer> left, Set<Integer> right) {
            return ImmutableSortedSet.copyOf(Sets.difference(left, right));
        }
    }

    private record VlanResource() implements Resource<ImmutableSortedSet<Integer>, ImmutableSortedSet<Integer>> {
        @Override
        public String name() {
            return "VLAN";
        }

        @Override
        public VlanAmount makeAmount(ImmutableSortedSet<Integer> quantity) {
            return new VlanAmount(quantity, false);
        }

        @Override
        public VlanInventory makeInventory(ImmutableSortedSet<Integer> stock) {
            return new VlanInventory(stock, ImmutableSortedSet.of());
        }
    }
}
