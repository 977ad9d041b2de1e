package dev.berth.events.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AllocationsTest {
    private static final ProviderId FIRST = new ProviderId(new UUID(0, 1));
    private static final ProviderId SECOND = new ProviderId(new UUID(0, 2));
    private static final ResourceClass VCPU = ResourceClass.of("VCPU");
    private static final ResourceClass MEMORY_MB = ResourceClass.of("MEMORY_MB");

    @Test
    void keepsOneOrderHoweverItWasPutTogether() {
        Allocations allocations = Allocations.builder()
                .add(SECOND, VCPU, 3)
                .add(FIRST, VCPU, 1)
                .put(SECOND, ImmutableSortedMap.of(MEMORY_MB, 512L))
                .add(SECOND, VCPU, 2)
                .add(SECOND, VCPU, 2)
                .build();
        assertThat(allocations)
                .containsExactly(
                        new Allocation(FIRST, VCPU, 1),
                        new Allocation(SECOND, MEMORY_MB, 512),
                        new Allocation(SECOND, VCPU, 4));
        assertThat(allocations.count()).isEqualTo(3);
        assertThat(Allocations.builder().addAll(allocations).build().equals(allocations))
                .isTrue();
    }

    @Test
    void keepsTheOrderOfProvidersAlsoOfAListInAnother() {
        ProviderAmounts first = new ProviderAmounts(FIRST, ImmutableSortedMap.of(VCPU, 1L));
        ProviderAmounts second = new ProviderAmounts(SECOND, ImmutableSortedMap.of(VCPU, 2L));
        assertThat(new Allocations(ImmutableList.of(second, first)).byProvider())
                .containsExactly(first, second);
    }

    @Test
    void refusesAProviderThatComesTwiceByTheFirstThatIsMetAgain() {
        ProviderAmounts first = new ProviderAmounts(FIRST, ImmutableSortedMap.of(VCPU, 1L));
        ProviderAmounts second = new ProviderAmounts(SECOND, ImmutableSortedMap.of(VCPU, 2L));
        assertThatThrownBy(() -> new Allocations(ImmutableList.of(second, second, first, first)))
                .isInstanceOf(MalformedException.class)
                .hasMessage("expected each entry once but got two of \"" + SECOND + "\"");
    }

    @Test
    void areEqualWhereEachAmountIs() {
        Allocations allocations = Allocations.builder()
                .add(FIRST, VCPU, 1)
                .add(SECOND, MEMORY_MB, 512)
                .build();
        Allocations same = Allocations.builder().addAll(allocations).build();
        assertThat(same.equals(allocations)).isTrue();
        assertThat(same.hashCode()).isEqualTo(allocations.hashCode());
        assertThat(allocations.equals(Allocations.of(FIRST, VCPU, 1))).isFalse();
        assertThat(Allocations.of(FIRST, VCPU, 1).equals(Allocations.of(FIRST, VCPU, 2)))
                .isFalse();
        assertThat(Allocations.of(FIRST, VCPU, 1).equals(Allocations.of(FIRST, MEMORY_MB, 1)))
                .isFalse();
        assertThat(Allocations.of(FIRST, VCPU, 1).equals(Allocations.of(SECOND, VCPU, 1)))
                .isFalse();
    }

    @Test
    void tellsOfProvidersItDoesNotNameThatNothingIsTaken() {
        Allocations allocations = Allocations.of(FIRST, VCPU, 2);
        assertThat(allocations.providers()).containsExactly(FIRST);
        assertThat(allocations.amount(FIRST, VCPU)).isEqualTo(2);
        assertThat(allocations.amount(FIRST, MEMORY_MB)).isZero();
        assertThat(allocations.amount(SECOND, VCPU)).isZero();
        assertThat(allocations.from(SECOND)).isEmpty();
        assertThat(Allocations.NONE.isEmpty()).isTrue();
    }

    @Test
    void refusesAmountsOfNothingAndProvidersWithoutAny() {
        assertThatThrownBy(() -> Allocations.of(FIRST, VCPU, 0))
                .isInstanceOf(MalformedException.class)
                .hasMessage("expected amounts of 1 or more from provider " + FIRST + " but got 0 of \"VCPU\"");
        assertThatThrownBy(() -> Allocations.of(FIRST, ImmutableSortedMap.of()))
                .isInstanceOf(MalformedException.class)
                .hasMessage("expected amounts from provider " + FIRST + " but got none");
    }
}
