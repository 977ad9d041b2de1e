package dev.berth.simulator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.concurrent.Batch;
import dev.berth.simulator.TestingPlacement;
import dev.berth.simulator.TestingPlacement.Fault;
import dev.berth.simulator.fleet.Fleet;
import dev.berth.simulator.fleet.FleetSpec;
import dev.berth.simulator.fleet.PlacementOperator;
import dev.berth.simulator.placement.PlacementClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
    private static final Fleet FLEET = Fleet.of(FleetSpec.of(3, 6));

    private final Holdings holdings = new Holdings("testing");

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void agreesWithAServiceThatIsRight(int clients) throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = fleetOn(placement)) {
            List<WorkloadProgress> progress = new ArrayList<>();
            WorkloadReport report = new Workload(client, WorkloadSpec.of(clients, clients, Limit.claims(400)), holdings)
                    .run(progress::add);

            assertThat(report.complaints()).isEmpty();
            assertThat(report.lost()).isZero();
            assertThat(report.operations())
                    .extracting(OperationSummary::operation)
                    .as("seed %d", clients)
                    .contains(Operation.values());
            assertThat(progress.get(progress.size() - 1).share()).isEqualTo(1.0);

            Settlement settlement = new Settlement(client, holdings);
            assertThat(settlement.check()).isEmpty();
            assertThat(holdings.size()).isPositive().isEqualTo(report.held());
            assertThat(settlement.releaseAll()).isEmpty();
            assertThat(placement.hasConsumers()).isFalse();
        }
    }

    @Test
    void agreesWithAServiceThatIsRightWhateverTheSeed() throws InterruptedException {
        long seed = Long.getLong("berth.seed", System.nanoTime());
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = fleetOn(placement)) {
            WorkloadSpec spec = WorkloadSpec.of(seed, 5, Limit.claims(300));
            WorkloadReport report = new Workload(client, spec, holdings).run(progress -> {});

            assertThat(report.complaints()).as("-Dberth.seed=%d", seed).isEmpty();
            assertThat(new Settlement(client, holdings).check())
                    .as("-Dberth.seed=%d", seed)
                    .isEmpty();
        }
    }

    @Test
    void goesOnByReleasingWhenTheFleetIsFull() throws InterruptedException {
        ImmutableList<Flavor> huge =
                ImmutableList.of(new Flavor("huge", 1, ImmutableSortedMap.of("DISK_GB", 480L), ImmutableList.of()));
        WorkloadSpec spec = new WorkloadSpec(1, 2, Limit.claims(200), huge, 1_000, 10, 0, OtherClients.ALONE);
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = fleetOn(placement)) {
            WorkloadReport report = new Workload(client, spec, holdings).run(progress -> {});

            assertThat(report.withoutCandidates()).isPositive();
            assertThat(report.complaints()).isEmpty();
            assertThat(new Settlement(client, holdings).check()).isEmpty();
        }
    }

    @Test
    void endsWhenItsTimeIsUp() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = fleetOn(placement)) {
            WorkloadReport report = new Workload(
                            client, WorkloadSpec.of(1, 2, Limit.time(Duration.ofMillis(300))), holdings)
                    .run(progress -> {});

            assertThat(report.wall()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OFFERS_WRONG_AMOUNTS", "REFUSES_WHAT_IT_OFFERS", "GRANTS_HELD_CONSUMERS", "FORGETS_CLAIMS"})
    void complainsOfAnswersThatMustNotBe(String fault) throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.valueOf(fault));
                PlacementClient client = fleetOn(placement)) {
            WorkloadReport report =
                    new Workload(client, WorkloadSpec.of(5, 1, Limit.claims(300)), holdings).run(progress -> {});

            assertThat(report.isAsExpected()).isFalse();
            assertThat(report.complaints()).isNotEmpty().hasSizeLessThanOrEqualTo(20);
        }
    }

    @Test
    void findsAClaimThatTheServiceForgot() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.FORGETS_CLAIMS);
                PlacementClient client = fleetOn(placement)) {
            new Workload(client, WorkloadSpec.of(5, 2, Limit.claims(20)), holdings).run(progress -> {});

            assertThat(new Settlement(client, holdings).check())
                    .anyMatch(difference -> difference.subject().startsWith("consumer"));
        }
    }

    @Test
    void findsUsageThatIsNotTheSumOfTheAllocations() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.USAGE_DRIFTS);
                PlacementClient client = fleetOn(placement)) {
            new Workload(client, WorkloadSpec.of(5, 2, Limit.claims(50)), holdings).run(progress -> {});

            assertThat(new Settlement(client, holdings).check())
                    .isNotEmpty()
                    .allMatch(difference -> difference.subject().startsWith("usage of provider"));
        }
    }

    @Test
    void learnsWhatBecameOfClaimsWithoutAnAnswer() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.HANGS_UP_ON_CLAIMS);
                PlacementClient client = fleetOn(placement)) {
            WorkloadReport report =
                    new Workload(client, WorkloadSpec.of(5, 3, Limit.claims(50)), holdings).run(progress -> {});
            assertThat(report.lost()).isEqualTo(3);
            assertThat(holdings.size()).isZero();

            assertThat(new Settlement(client, holdings).check()).isEmpty();
            assertThat(holdings.size()).isEqualTo(3);
        }
    }

    @Test
    void releasesEverythingAlsoWhereOneReadFails() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.FAILS_TO_READ_PROVIDERS);
                PlacementClient client = fleetOn(placement)) {
            new Workload(client, WorkloadSpec.of(5, 2, Limit.claims(50)), holdings).run(progress -> {});
            Settlement settlement = new Settlement(client, holdings);

            assertThat(settlement.check())
                    .singleElement()
                    .asString()
                    .startsWith("answer to GET /resource_providers/")
                    .contains("/usages: expected 200 but found 500");
            assertThat(settlement.releaseAll()).isEmpty();
            assertThat(placement.hasConsumers()).isFalse();
        }
    }

    @Test
    void releasesWhatMayHaveBeenClaimedWithoutReadingItBack() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.HANGS_UP_ON_CLAIMS);
                PlacementClient client = fleetOn(placement)) {
            new Workload(client, WorkloadSpec.of(5, 3, Limit.claims(50)), holdings).run(progress -> {});
            assertThat(placement.hasConsumers()).isTrue();

            assertThat(new Settlement(client, holdings).releaseAll()).isEmpty();
            assertThat(placement.hasConsumers()).isFalse();
            assertThat(holdings.consumers()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRANTS_TOO_MUCH", "ANSWERS_CLAIMS_WITH_200"})
    void releasesAlsoWhatItWasWrongToGrant(String fault) throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start(Fault.valueOf(fault));
                PlacementClient client = fleetOn(placement)) {
            WorkloadReport report =
                    new Workload(client, WorkloadSpec.of(5, 2, Limit.claims(300)), holdings).run(progress -> {});
            assertThat(report.complaints()).isNotEmpty();
            Settlement settlement = new Settlement(client, holdings);

            assertThat(settlement.check()).isEmpty();
            assertThat(settlement.releaseAll()).isEmpty();
            assertThat(placement.hasConsumers()).isFalse();
        }
    }

    @Test
    void keepsInTheBooksWhatAServiceThatHasEndedDoesNotRelease() throws InterruptedException {
        TestingPlacement placement = TestingPlacement.start();
        try (PlacementClient client = fleetOn(placement)) {
            new Workload(client, WorkloadSpec.of(5, 2, Limit.claims(50)), holdings).run(progress -> {});
            int held = holdings.size();
            placement.close();
            Settlement settlement = new Settlement(client, holdings, Duration.ofMillis(300));

            assertThat(settlement.check()).hasSize(1);
            assertThat(settlement.releaseAll())
                    .isNotEmpty()
                    .allMatch(difference -> difference.found().equals("no answer"));
            assertThat(holdings.consumers()).hasSize(held);
        }
    }

    @Test
    void endsOnceItIsStopped() throws InterruptedException {
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = fleetOn(placement)) {
            WorkloadSpec spec = WorkloadSpec.of(1, 2, Limit.time(Duration.ofDays(1)));

            WorkloadReport report =
                    new Workload(client, spec, holdings, () -> holdings.size() >= 5).run(progress -> {});

            assertThat(report.isAsExpected()).isTrue();
            assertThat(report.held()).isBetween(5, 7);
        }
    }

    private static PlacementClient fleetOn(TestingPlacement placement) {
        PlacementClient client = PlacementClient.of(placement.url(), 8);
        Batch.forEach(FLEET.hosts(), 8, new PlacementOperator(client)::publish).join();
        return client;
    }
}
