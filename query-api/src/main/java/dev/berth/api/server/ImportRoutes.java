package dev.berth.api.server;

import dev.berth.api.command.Backend;
import dev.berth.api.handler.ImportHandler;
import dev.berth.api.http.Route;
import dev.berth.api.schema.Schemas;
import java.util.ArrayList;
import java.util.List;

/** The way in for what another Placement has: an extension of Berth's. */
public final class ImportRoutes {
    private ImportRoutes() {}

    /** The given routes, with these added. */
    public static List<Route> addTo(List<Route> routes, Backend backend) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.post("/import")
                .policy("berth:import")
                .body(Schemas.IMPORT_POST)
                .summary("Take over providers and consumers as another Placement has them, in its generations")
                .replies(204)
                .handledBy(new ImportHandler(backend)::take));
        return List.copyOf(all);
    }
}
