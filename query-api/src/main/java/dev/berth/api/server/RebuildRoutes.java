package dev.berth.api.server;

import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.http.Route.Effect;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.model.Region;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.store.PoolsRebuilt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What operators do to the projections of a running service: drop one and have it made again from the facts. */
public final class RebuildRoutes {
    private final Function<Region, CompletionStage<PoolsRebuilt>> pools;

    /** @param pools rebuilds the pools of a region */
    public RebuildRoutes(Function<Region, CompletionStage<PoolsRebuilt>> pools) {
        this.pools = pools;
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.post("/audit/rebuild/pci-pools")
                .content(Content.ANY)
                .effect(Effect.OTHER)
                .policy("berth:rebuild")
                .summary("Drop the store of PCI pools, make it again from the devices, and compare")
                .replies(200, Schemas.REPLY_REBUILD)
                .handledBy(this::rebuild));
        return List.copyOf(all);
    }

    private CompletionStage<Answer> rebuild(Call call) {
        return rebuilt(call.region())
                .exceptionally(failure -> {
                    throw unavailable(failure);
                })
                .thenApply(rebuilt -> Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeStringField("region", rebuilt.region().name());
                    json.writeStringField("store", "pci-pools");
                    json.writeNumberField("hosts", rebuilt.hosts());
                    json.writeNumberField("pools", rebuilt.pools());
                    json.writeNumberField("differing_hosts", rebuilt.differing());
                    json.writeBooleanField("equal", rebuilt.isEqual());
                    json.writeNumberField("took_ms", rebuilt.tookMs());
                    json.writeEndObject();
                }));
    }

    private CompletionStage<PoolsRebuilt> rebuilt(Region region) {
        try {
            return pools.apply(region);
        } catch (LogUnavailableException elsewhere) {
            throw unavailable(elsewhere);
        }
    }

    /** Nothing of a rebuild goes to the log, and it may be asked for as often as one likes. */
    private static RuntimeException unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof LogUnavailableException
                ? new Problem(503, cause.getMessage() + " Ask again.", ErrorCode.UNDEFINED).exception()
                : new CompletionException(cause);
    }
}
