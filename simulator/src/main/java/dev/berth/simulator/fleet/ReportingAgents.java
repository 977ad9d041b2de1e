package dev.berth.simulator.fleet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.CommandId;
import dev.berth.events.report.ReportDocument;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Publishes hosts by reports, as their compute agents would, and puts each into its rack's aggregate. */
public final class ReportingAgents implements FleetTarget {
    /** The document does not hold it. */
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));

    private final Function<PlacementRequest, Future<PlacementAnswer>> sender;

    /**
     * @param sender such as a client's {@code send}, of somebody who may report for any host
     */
    public ReportingAgents(Function<PlacementRequest, Future<PlacementAnswer>> sender) {
        this.sender = sender;
    }

    @Override
    public CompletionStage<Void> publish(SimulatedHost host) {
        String provider = "/resource_providers/" + host.id();
        return send(PlacementRequest.post("/hosts/" + host.id() + "/report", ReportDocument.of(host.report(UNSENT))))
                .compose(reported -> send(PlacementRequest.get(provider)))
                .compose(shown -> send(PlacementRequest.put(provider + "/aggregates", intoRack(host, shown))))
                .<Void>mapEmpty()
                .toCompletionStage();
    }

    private static ObjectNode intoRack(SimulatedHost host, PlacementAnswer shown) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("resource_provider_generation", shown.json().path("generation").asLong());
        body.putArray("aggregates").add(host.rack().toString());
        return body;
    }

    private Future<PlacementAnswer> send(PlacementRequest request) {
        return sender.apply(request)
                .compose(answer -> answer.isSuccess()
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(new IllegalStateException(
                                "expected " + request + " to be served but it was answered " + answer)));
    }
}
