package dev.berth.simulator.fleet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.Trait;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;

/**
 * Publishes hosts through the Placement API, provider by provider, as nova-compute does. Hosts that are there are
 * updated.
 */
public final class PlacementOperator implements FleetTarget {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PlacementClient client;

    public PlacementOperator(PlacementClient client) {
        this.client = client;
    }

    /** Makes the custom traits of a fleet known, which must be so before its hosts are published. */
    public CompletionStage<Void> prepare(Fleet fleet) {
        Future<Void> done = Future.succeededFuture();
        for (Trait trait : fleet.customTraits()) {
            done = done.compose(ignored ->
                            client.sendUntilServed(PlacementRequest.put("/traits/" + trait, JSON.objectNode())))
                    .compose(answer -> answer.isSuccess()
                            ? Future.<Void>succeededFuture()
                            : Future.failedFuture(refused("trait " + trait, answer)));
        }
        return done.toCompletionStage();
    }

    @Override
    public CompletionStage<Void> publish(SimulatedHost host) {
        Future<Void> done = Future.succeededFuture();
        for (ReportedProvider provider : host.providers()) {
            done = done.compose(ignored -> generationOf(provider))
                    .compose(generation -> putInventories(provider, generation))
                    .compose(generation -> putTraits(provider, generation))
                    .compose(generation ->
                            provider == host.root() ? putRack(host, generation) : Future.succeededFuture());
        }
        return done.toCompletionStage();
    }

    /** Creates the provider if it is not there, and answers its generation. */
    private Future<Long> generationOf(ReportedProvider provider) {
        ObjectNode body = JSON.objectNode()
                .put("name", provider.name())
                .put("uuid", provider.provider().toString());
        provider.parent().ifPresent(parent -> body.put("parent_provider_uuid", parent.toString()));
        return client.sendUntilServed(PlacementRequest.post("/resource_providers", body))
                .compose(answer -> answer.status() == 409
                        ? client.sendUntilServed(PlacementRequest.get(path(provider, "")))
                        : Future.succeededFuture(answer))
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(
                                answer.json().path("generation").asLong())
                        : Future.failedFuture(refused(provider.name(), answer)));
    }

    private Future<Long> putInventories(ReportedProvider provider, long generation) {
        if (provider.inventories().isEmpty()) {
            return Future.succeededFuture(generation);
        }
        ObjectNode body = withGeneration(generation);
        ObjectNode inventories = body.putObject("inventories");
        provider.inventories()
                .forEach((resourceClass, inventory) -> inventories
                        .putObject(resourceClass.name())
                        .put("total", inventory.total())
                        .put("reserved", inventory.reserved())
                        .put("min_unit", inventory.minUnit())
                        .put("max_unit", inventory.maxUnit())
                        .put("step_size", inventory.stepSize())
                        .put("allocation_ratio", inventory.allocationRatio()));
        return put(provider, "/inventories", body);
    }

    private Future<Long> putTraits(ReportedProvider provider, long generation) {
        ObjectNode body = withGeneration(generation);
        ArrayNode traits = body.putArray("traits");
        provider.traits().forEach(trait -> traits.add(trait.name()));
        return put(provider, "/traits", body);
    }

    private Future<Void> putRack(SimulatedHost host, long generation) {
        ObjectNode body = withGeneration(generation);
        body.putArray("aggregates").add(host.rack().toString());
        return put(host.root(), "/aggregates", body).mapEmpty();
    }

    private Future<Long> put(ReportedProvider provider, String what, ObjectNode body) {
        return client.sendUntilServed(PlacementRequest.put(path(provider, what), body))
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.json()
                                .path("resource_provider_generation")
                                .asLong())
                        : Future.failedFuture(refused(provider.name() + what, answer)));
    }

    private static ObjectNode withGeneration(long generation) {
        return JSON.objectNode().put("resource_provider_generation", generation);
    }

    private static String path(ReportedProvider provider, String what) {
        return "/resource_providers/" + provider.provider() + what;
    }

    private static IllegalStateException refused(String what, PlacementAnswer answer) {
        return new IllegalStateException("expected the service to take " + what + " but it answered " + answer);
    }
}
