package dev.berth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ledger.capacity.CapacityChecks;
import org.junit.jupiter.api.Test;

/**
 * Capacity of requests for PCI devices against claims made one by one, in regions with flavors, NUMA cells, dirty and
 * departed devices, drained hosts and providers that share. {@code -Dcapacity.tries=10000} for more of them, {@code
 * -Dseed=} for the first of them.
 */
class DeviceCapacityProperties {
    private static final int TRIES = Integer.getInteger("capacity.tries", 120);
    private static final long SEED = Long.getLong("seed", 1);

    @Test
    void countsTheClaimsOfDevicesThatAreGrantedOneAfterAnother() {
        long[] made = new long[1];
        for (long seed = SEED; made[0] < TRIES; seed++) {
            long of = seed;
            DeviceCandidateProperties.forEachRequest(seed, (view, request) -> {
                made[0]++;
                CapacityChecks.verify(view, request, "seed " + of + ": " + request);
            });
        }
        System.out.println("capacity of devices: " + made[0] + " requests, seeds from " + SEED);
        assertThat(made[0]).isGreaterThanOrEqualTo(TRIES);
    }
}
