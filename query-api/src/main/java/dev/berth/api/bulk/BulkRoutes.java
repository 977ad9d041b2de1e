package dev.berth.api.bulk;

import dev.berth.api.command.Backend;
import dev.berth.api.handler.BulkJson;
import dev.berth.api.http.Route;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Provider;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything of one kind that a region has, at one position. */
public final class BulkRoutes {
    private BulkRoutes() {}

    /**
     * The given routes, with these added. The usages of a project, which are among the given, are in groups where the
     * request says by what.
     */
    public static List<Route> addTo(List<Route> routes, Backend backend) {
        BulkHandler bulk = new BulkHandler(backend);
        List<Route> all = new ArrayList<>();
        Route grouped = line("/usages", "berth:usages:list", Schemas.USAGES_GROUPED_QUERY, Schemas.REPLY_USAGES_GROUPED)
                .summary("What is used, in groups")
                .handledBy(bulk.handler(Schemas.USAGES_GROUPED_QUERY, UsageGroups::rows));
        for (Route route : routes) {
            all.add(route.isAskedLike(grouped) ? route.withVariant(UsageGroups.PARAMETER, grouped) : route);
        }
        all.add(line("/consumers", "berth:consumers:list", Schemas.BULK_QUERY, Schemas.REPLY_CONSUMERS)
                .summary("All consumers of a region, at one position")
                .handledBy(bulk.handler(
                        Schemas.BULK_QUERY, (view, query) -> consumers("consumers", view, BulkJson::writeConsumer))));
        all.add(line("/allocations", "berth:allocations:list", Schemas.BULK_QUERY, Schemas.REPLY_ALLOCATIONS)
                .summary("What every consumer of a region holds, at one position")
                .handledBy(bulk.handler(
                        Schemas.BULK_QUERY,
                        (view, query) -> consumers("allocations", view, BulkJson::writeAllocations))));
        all.add(line("/inventories", "berth:inventories:list", Schemas.BULK_QUERY, Schemas.REPLY_ALL_INVENTORIES)
                .summary("What every provider of a region has and what of it is used, at one position")
                .handledBy(bulk.handler(Schemas.BULK_QUERY, (view, query) -> inventories(view))));
        return List.copyOf(all);
    }

    private static Route.Builder line(String template, String policy, SchemaFamily query, SchemaFile reply) {
        return Route.get(template)
                .policy(policy)
                .query(query)
                .replies(200, reply)
                .replies(304);
    }

    private static Rows<Consumer> consumers(String name, RegionView view, Rows.Writer<Consumer> writer) {
        return new Rows<>(
                name, view.consumers().all(), consumer -> consumer.id().toString(), Comparator.naturalOrder(), writer);
    }

    private static Rows<Provider> inventories(RegionView view) {
        return new Rows<>(
                "inventories",
                view.providers().all(),
                provider -> provider.id().toString(),
                Comparator.naturalOrder(),
                (json, provider) -> BulkJson.writeInventories(json, view, provider));
    }
}
