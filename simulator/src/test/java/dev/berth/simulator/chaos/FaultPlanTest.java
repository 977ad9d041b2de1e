package dev.berth.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final ImmutableSet<FaultKind> ALL = ImmutableSet.copyOf(FaultKind.values());

    @Test
    void hasTheSameFaultsForTheSameSeedAndOthersForAnother() {
        assertThat(first(new FaultPlan(7, 3, 3, ALL), 50))
                .isEqualTo(first(new FaultPlan(7, 3, 3, ALL), 50))
                .isNotEqualTo(first(new FaultPlan(8, 3, 3, ALL), 50));
    }

    @Test
    void drawsEveryFaultAndOnlyWhatIsThere() {
        List<Fault> faults = first(new FaultPlan(1, 2, 3, ALL), 2_000);
        assertThat(faults).extracting(Fault::kind).contains(FaultKind.values());
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.instance()).isBetween(0, 1);
            assertThat(fault.broker()).isBetween(0, 2);
            assertThat(fault.ms()).isBetween(200L, 15_200L);
            assertThat(fault.number()).isBetween(1, 40);
        });
    }

    @Test
    void leavesOutWhatOneBrokerDoesNotAllow() {
        assertThat(first(new FaultPlan(1, 2, 1, ALL), 2_000))
                .extracting(Fault::kind)
                .doesNotContain(FaultKind.KILL_MOST_BROKERS);
        assertThatThrownBy(() -> new FaultPlan(1, 2, 1, ImmutableSet.of(FaultKind.KILL_MOST_BROKERS)))
                .hasMessageContaining("expected a fault that can be done to 1 brokers");
    }

    private static List<Fault> first(FaultPlan plan, int count) {
        return Stream.generate(plan::next).limit(count).toList();
    }
}
