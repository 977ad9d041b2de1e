package dev.berth.api.server;

import dev.berth.api.candidate.CapacityHandler;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Route;
import dev.berth.api.microversion.Feature;
import dev.berth.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/** What is served of capacity: an extension of Berth's, for requests as GET /allocation_candidates takes them. */
public final class CapacityRoutes {
    private CapacityRoutes() {}

    /** The given routes, with these added. */
    public static List<Route> addTo(List<Route> routes, Backend backend) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/capacity")
                .since(Feature.ALLOCATION_CANDIDATES)
                .policy("berth:capacity")
                .query(Schemas.CANDIDATES_QUERY)
                .extension(Schemas.CAPACITY_EXTENSION)
                .textToo()
                .summary("How many more of a request for candidates fit, where, and what runs out first")
                .replies(200, Schemas.REPLY_CAPACITY)
                .handledBy(new CapacityHandler(backend)::count));
        return List.copyOf(all);
    }
}
