package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.state.RegionView;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The one guard before the views. */
class RegionRegistryTest {
    private static final Region EAST = new Region("east");

    private final TestingClock clock = new TestingClock();
    private final Leases leases = new Leases(clock);
    private final RegionRegistry registry = new RegionRegistry(leases, region -> 0);

    @Test
    void handsOutAViewOnlyUnderALeaseThatServes() {
        assertRefused("not kept by this instance");

        Lease lease = leases.begin(0);
        RegionFold fold = RegionFold.of(RegionView.empty(EAST));
        lease.publish(fold);
        assertRefused("yet to hear from Kafka");

        serve(lease);
        assertThat(registry.view(EAST)).isSameAs(fold.view());

        clock.pass(Lease.TERM);
        assertRefused("not heard from Kafka since");
        assertThat(registry.regions()).as("what it has is still told").containsExactly(EAST);
    }

    @Test
    void handsOutNothingOfALeaseThatHasEndedUnderTheNext() {
        Lease before = leases.begin(0);
        before.publish(RegionFold.of(RegionView.empty(EAST)));
        serve(before);
        leases.end(before);
        assertRefused("not kept by this instance");

        Lease next = leases.begin(0);
        assertRefused("yet to hear from Kafka");
        assertThat(registry.regions()).isEmpty();
        leases.end(next);
    }

    @Test
    void tellsOfEachPartitionWhyItIsNotServed() {
        Lease lease = leases.begin(0);
        assertThat(registry.partitions())
                .singleElement()
                .satisfies(state -> assertThat(state.obstacle().orElseThrow()).contains("yet to hear from Kafka"));

        serve(lease);
        assertThat(registry.partitions())
                .singleElement()
                .satisfies(state -> assertThat(state.obstacle()).isEmpty());
    }

    private void serve(Lease lease) {
        lease.follows(new Uuid(1, 1));
        lease.confirm(clock.now());
        lease.measured(0, 0);
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(() -> registry.view(EAST))
                .isInstanceOf(LogUnavailableException.class)
                .hasMessageContaining("Region east cannot be served now")
                .hasMessageContaining(reason);
    }
}
