package dev.berth.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.catalogue.StandardCatalogue;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.concurrent.Batch;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Trait;
import dev.berth.simulator.TestingPlacement;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final Fleet FLEET = Fleet.of(FleetSpec.of(1, 50));

    @Test
    void drawsTheSameHostsFromTheSameSeed() {
        assertThat(Fleet.of(FleetSpec.of(1, 50))).isEqualTo(FLEET);
        assertThat(Fleet.of(FleetSpec.of(2, 50)).hosts()).doesNotContainAnyElementsOf(FLEET.hosts());
    }

    @Test
    void beginsALargerFleetWithTheHostsOfASmallerOne() {
        assertThat(Fleet.of(FleetSpec.of(1, 80)).hosts())
                .startsWith(FLEET.hosts().toArray(new SimulatedHost[0]));
    }

    @Test
    void givesEveryHostTwoCellsWithNetworkDevices() {
        for (SimulatedHost host : FLEET.hosts()) {
            ProviderId root = host.id();
            List<ReportedProvider> cells = host.providers().stream()
                    .filter(provider -> provider.parent().filter(root::equals).isPresent())
                    .toList();
            assertThat(cells).hasSize(2).allMatch(cell -> cell.traits().contains(Trait.of("HW_NUMA_ROOT")));
            assertThat(cells)
                    .allMatch(cell -> host.providers().stream()
                            .anyMatch(nic ->
                                    nic.parent().filter(cell.provider()::equals).isPresent()
                                            && nic.inventories().containsKey(ResourceClass.of("SRIOV_NET_VF"))));
        }
    }

    @Test
    void usesNoStandardNameThatDoesNotExist() {
        for (SimulatedHost host : FLEET.hosts()) {
            for (ReportedProvider provider : host.providers()) {
                assertThat(provider.traits())
                        .allMatch(trait -> trait.isCustom() || StandardCatalogue.isStandardTrait(trait.name()));
                assertThat(provider.inventories().keySet())
                        .allMatch(name -> StandardCatalogue.isStandardResourceClass(name.name()));
            }
        }
    }

    @Test
    void reportsEachHostOnceAndPutsItIntoItsRack() {
        List<PlacementRequest> sent = new ArrayList<>();
        ReportingAgents agents = new ReportingAgents(request -> {
            sent.add(request);
            return Future.succeededFuture(new PlacementAnswer(200, Buffer.buffer("{\"generation\": 7}")));
        });

        Batch.forEach(FLEET.hosts(), 8, agents::publish).join();

        assertThat(sent.stream().map(PlacementRequest::path).filter(path -> path.endsWith("/report")))
                .containsExactlyElementsOf(FLEET.hosts().stream()
                        .map(host -> "/hosts/" + host.id() + "/report")
                        .toList());
        SimulatedHost first = FLEET.hosts().get(0);
        assertThat(sent)
                .contains(PlacementRequest.put(
                        "/resource_providers/" + first.id() + "/aggregates",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("resource_provider_generation", 7)
                                .set(
                                        "aggregates",
                                        JsonNodeFactory.instance
                                                .arrayNode()
                                                .add(first.rack().toString()))));
    }

    @Test
    void saysWhichReportIsRefused() {
        ReportingAgents agents = new ReportingAgents(
                request -> Future.succeededFuture(new PlacementAnswer(403, Buffer.buffer("not yours"))));

        assertThat(agents.publish(FLEET.hosts().get(0)))
                .failsWithin(1, TimeUnit.SECONDS)
                .withThrowableThat()
                .withMessageContaining("/report")
                .withMessageContaining("403 not yours");
    }

    @Test
    void publishesThroughThePlacementApiAndAgain() {
        try (TestingPlacement placement = TestingPlacement.start();
                PlacementClient client = PlacementClient.of(placement.url(), 4)) {
            PlacementOperator operator = new PlacementOperator(client);
            for (int time = 0; time < 2; time++) {
                operator.prepare(FLEET).toCompletableFuture().join();
                Batch.forEach(FLEET.hosts(), 4, operator::publish).join();
            }

            assertThat(placement.providerCount()).isEqualTo(FLEET.providerCount());
            SimulatedHost first = FLEET.hosts().get(0);
            assertThat(placement.aggregatesOf(first.id().toString()))
                    .contains(first.rack().toString());
            assertThat(placement.traitsOf(first.id().toString())).contains("COMPUTE_NODE");
        }
    }
}
