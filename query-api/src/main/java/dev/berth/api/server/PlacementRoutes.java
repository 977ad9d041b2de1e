package dev.berth.api.server;

import dev.berth.api.candidate.CandidateHandler;
import dev.berth.api.candidate.CandidateQuery;
import dev.berth.api.command.Backend;
import dev.berth.api.handler.AggregateHandler;
import dev.berth.api.handler.AllocationHandler;
import dev.berth.api.handler.InventoryHandler;
import dev.berth.api.handler.ProviderHandler;
import dev.berth.api.handler.ReshaperHandler;
import dev.berth.api.handler.ResourceClassHandler;
import dev.berth.api.handler.RootHandler;
import dev.berth.api.handler.TraitHandler;
import dev.berth.api.handler.UsageHandler;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.microversion.Feature;
import dev.berth.api.schema.Schemas;
import java.util.List;

/** The routes of the Placement API: what is served where, from which version on, to whom. */
public final class PlacementRoutes {
    private static final String CLASSES = "/resource_classes";
    private static final String CLASS = CLASSES + "/{name}";
    private static final String PROVIDERS = "/resource_providers";
    private static final String PROVIDER = PROVIDERS + "/{uuid}";
    private static final String INVENTORIES = PROVIDER + "/inventories";
    private static final String INVENTORY = INVENTORIES + "/{resource_class}";
    private static final String AGGREGATES = PROVIDER + "/aggregates";
    private static final String PROVIDER_TRAITS = PROVIDER + "/traits";
    private static final String TRAITS = "/traits";
    private static final String TRAIT = TRAITS + "/{name}";
    private static final String ALLOCATIONS = "/allocations";
    private static final String CONSUMER = ALLOCATIONS + "/{consumer_uuid}";

    private PlacementRoutes() {}

    public static List<Route> all(Backend backend) {
        RootHandler root = new RootHandler();
        ResourceClassHandler classes = new ResourceClassHandler(backend);
        ProviderHandler providers = new ProviderHandler(backend);
        InventoryHandler inventories = new InventoryHandler(backend);
        AggregateHandler aggregates = new AggregateHandler(backend);
        TraitHandler traits = new TraitHandler(backend);
        AllocationHandler allocations = new AllocationHandler(backend);
        UsageHandler usages = new UsageHandler(backend);
        CandidateHandler candidates = new CandidateHandler(backend);
        ReshaperHandler reshaper = new ReshaperHandler(backend);
        return List.of(
                Route.get("/")
                        .content(Content.ANY)
                        .summary("The versions of the API")
                        .replies(200, Schemas.REPLY_VERSIONS)
                        .answeredBy(root::versions),
                Route.get(CLASSES)
                        .since(Feature.RESOURCE_CLASSES)
                        .policy("placement:resource_classes:list")
                        .summary("All resource classes")
                        .replies(200, Schemas.REPLY_RESOURCE_CLASSES)
                        .answeredBy(classes::list),
                Route.post(CLASSES)
                        .since(Feature.RESOURCE_CLASSES)
                        .policy("placement:resource_classes:create")
                        .body(Schemas.RESOURCE_CLASS_POST)
                        .summary("Create a custom resource class")
                        .replies(201)
                        .handledBy(classes::create),
                Route.get(CLASS)
                        .since(Feature.RESOURCE_CLASSES)
                        .policy("placement:resource_classes:show")
                        .summary("One resource class")
                        .replies(200, Schemas.REPLY_RESOURCE_CLASS)
                        .answeredBy(classes::show),
                Route.put(CLASS)
                        .since(Feature.RESOURCE_CLASSES)
                        .policy("placement:resource_classes:update")
                        .bodyUntil(Feature.RESOURCE_CLASS_CONFIRM, Schemas.RESOURCE_CLASS_PUT)
                        .summary("Make sure of a custom resource class (1.7), or rename one (until 1.6)")
                        .replies(200, Schemas.REPLY_RESOURCE_CLASS)
                        .replies(201)
                        .replies(204)
                        .handledBy(classes::put),
                Route.delete(CLASS)
                        .since(Feature.RESOURCE_CLASSES)
                        .policy("placement:resource_classes:delete")
                        .summary("Delete a custom resource class")
                        .replies(204)
                        .handledBy(classes::delete),
                Route.get(PROVIDERS)
                        .policy("placement:resource_providers:list")
                        .query(Schemas.PROVIDER_LIST_QUERY)
                        .summary("Resource providers, filtered")
                        .replies(200, Schemas.REPLY_RESOURCE_PROVIDERS)
                        .answeredBy(providers::list),
                Route.post(PROVIDERS)
                        .policy("placement:resource_providers:create")
                        .body(Schemas.PROVIDER_POST)
                        .summary("Create a resource provider")
                        .replies(201)
                        .replies(200, Schemas.REPLY_RESOURCE_PROVIDER)
                        .handledBy(providers::create),
                Route.get(PROVIDER)
                        .policy("placement:resource_providers:show")
                        .summary("One resource provider")
                        .replies(200, Schemas.REPLY_RESOURCE_PROVIDER)
                        .answeredBy(providers::show),
                Route.delete(PROVIDER)
                        .policy("placement:resource_providers:delete")
                        .summary("Delete a resource provider that has neither children nor allocations")
                        .replies(204)
                        .handledBy(providers::delete),
                Route.put(PROVIDER)
                        .policy("placement:resource_providers:update")
                        .body(Schemas.PROVIDER_PUT)
                        .summary("Rename a resource provider, or move it to another parent (1.37)")
                        .replies(200, Schemas.REPLY_RESOURCE_PROVIDER)
                        .handledBy(providers::update),
                Route.get(INVENTORIES)
                        .policy("placement:resource_providers:inventories:list")
                        .summary("All inventories of a provider")
                        .replies(200, Schemas.REPLY_INVENTORIES)
                        .answeredBy(inventories::list),
                Route.post(INVENTORIES)
                        .policy("placement:resource_providers:inventories:create")
                        .body(Schemas.INVENTORY_POST)
                        .summary("Add the inventory of one class")
                        .replies(201, Schemas.REPLY_INVENTORY)
                        .handledBy(inventories::create),
                Route.put(INVENTORIES)
                        .policy("placement:resource_providers:inventories:update")
                        .body(Schemas.INVENTORIES_PUT)
                        .summary("Replace all inventories of a provider")
                        .replies(200, Schemas.REPLY_INVENTORIES)
                        .handledBy(inventories::replaceAll),
                Route.delete(INVENTORIES)
                        .since(Feature.DELETE_ALL_INVENTORIES)
                        .statusBefore(405)
                        .policy("placement:resource_providers:inventories:delete")
                        .summary("Delete all inventories of a provider")
                        .replies(204)
                        .handledBy(inventories::deleteAll),
                Route.get(INVENTORY)
                        .policy("placement:resource_providers:inventories:show")
                        .summary("The inventory of one class")
                        .replies(200, Schemas.REPLY_INVENTORY)
                        .answeredBy(inventories::show),
                Route.put(INVENTORY)
                        .policy("placement:resource_providers:inventories:update")
                        .body(Schemas.INVENTORY_PUT)
                        .summary("Replace the inventory of one class")
                        .replies(200, Schemas.REPLY_INVENTORY)
                        .handledBy(inventories::replaceOne),
                Route.delete(INVENTORY)
                        .policy("placement:resource_providers:inventories:delete")
                        .summary("Delete the inventory of one class")
                        .replies(204)
                        .handledBy(inventories::deleteOne),
                Route.get(PROVIDER + "/usages")
                        .policy("placement:resource_providers:usages")
                        .summary("What is used of a provider")
                        .replies(200, Schemas.REPLY_PROVIDER_USAGES)
                        .answeredBy(usages::ofProvider),
                Route.get(AGGREGATES)
                        .since(Feature.AGGREGATES)
                        .contentFirst()
                        .policy("placement:resource_providers:aggregates:list")
                        .summary("The aggregates of a provider")
                        .replies(200, Schemas.REPLY_AGGREGATES)
                        .answeredBy(aggregates::list),
                Route.put(AGGREGATES)
                        .since(Feature.AGGREGATES)
                        .contentFirst()
                        .policy("placement:resource_providers:aggregates:update")
                        .body(Schemas.AGGREGATES_PUT)
                        .summary("Replace the aggregates of a provider")
                        .replies(200, Schemas.REPLY_AGGREGATES)
                        .handledBy(aggregates::replace),
                Route.get(PROVIDER + "/allocations")
                        .policy("placement:resource_providers:allocations:list")
                        .summary("What each consumer holds of a provider")
                        .replies(200, Schemas.REPLY_PROVIDER_ALLOCATIONS)
                        .answeredBy(allocations::onProvider),
                Route.post(ALLOCATIONS)
                        .since(Feature.POST_ALLOCATIONS)
                        .policy("placement:allocations:manage")
                        .body(Schemas.ALLOCATIONS_POST)
                        .summary("Replace the allocations of several consumers, all or none")
                        .replies(204)
                        .handledBy(allocations::replaceSeveral),
                Route.get(CONSUMER)
                        .policy("placement:allocations:list")
                        .summary("What a consumer holds")
                        .replies(200, Schemas.REPLY_CONSUMER_ALLOCATIONS)
                        .answeredBy(allocations::ofConsumer),
                Route.put(CONSUMER)
                        .policy("placement:allocations:update")
                        .body(Schemas.ALLOCATIONS_PUT)
                        .extension(Schemas.ALLOCATIONS_EXTENSION)
                        .summary("Replace the allocations of a consumer")
                        .replies(204)
                        .replies(200, Schemas.REPLY_ALLOCATIONS_PCI)
                        .handledBy(allocations::replace),
                Route.delete(CONSUMER)
                        .policy("placement:allocations:delete")
                        .query(Schemas.ALLOCATIONS_DELETE_QUERY)
                        .summary("Give back all that a consumer holds")
                        .replies(204)
                        .handledBy(allocations::release),
                Route.get("/allocation_candidates")
                        .since(Feature.ALLOCATION_CANDIDATES)
                        .policy("placement:allocation_candidates:list")
                        .query(Schemas.CANDIDATES_QUERY)
                        .extension(Schemas.CANDIDATES_EXTENSION)
                        .textIf(CandidateQuery.EXPLAIN)
                        .summary("Where a request could be placed, and if asked, why there and nowhere else")
                        .replies(200, Schemas.REPLY_ALLOCATION_CANDIDATES)
                        .handledBy(candidates::find),
                Route.get(TRAITS)
                        .since(Feature.TRAITS)
                        .policy("placement:traits:list")
                        .query(Schemas.TRAIT_LIST_QUERY)
                        .summary("Traits, filtered")
                        .replies(200, Schemas.REPLY_TRAITS)
                        .answeredBy(traits::list),
                Route.get(TRAIT)
                        .since(Feature.TRAITS)
                        .content(Content.ANY)
                        .policy("placement:traits:show")
                        .summary("Whether a trait exists")
                        .replies(204)
                        .answeredBy(traits::show),
                Route.put(TRAIT)
                        .since(Feature.TRAITS)
                        .content(Content.ANY)
                        .policy("placement:traits:update")
                        .summary("Make sure of a custom trait")
                        .replies(201)
                        .replies(204)
                        .handledBy(traits::create),
                Route.delete(TRAIT)
                        .since(Feature.TRAITS)
                        .policy("placement:traits:delete")
                        .summary("Delete a custom trait")
                        .replies(204)
                        .handledBy(traits::delete),
                Route.get(PROVIDER_TRAITS)
                        .since(Feature.TRAITS)
                        .policy("placement:resource_providers:traits:list")
                        .summary("The traits of a provider")
                        .replies(200, Schemas.REPLY_PROVIDER_TRAITS)
                        .answeredBy(traits::ofProvider),
                Route.put(PROVIDER_TRAITS)
                        .since(Feature.TRAITS)
                        .policy("placement:resource_providers:traits:update")
                        .body(Schemas.PROVIDER_TRAITS_PUT)
                        .summary("Replace the traits of a provider")
                        .replies(200, Schemas.REPLY_PROVIDER_TRAITS)
                        .handledBy(traits::replace),
                Route.delete(PROVIDER_TRAITS)
                        .since(Feature.TRAITS)
                        .policy("placement:resource_providers:traits:delete")
                        .summary("Take all traits from a provider")
                        .replies(204)
                        .handledBy(traits::clear),
                Route.get("/usages")
                        .since(Feature.TOTAL_USAGES)
                        .policy("placement:usages")
                        .projectIn("project_id")
                        .query(Schemas.USAGES_QUERY)
                        .summary("What a project uses")
                        .replies(200, Schemas.REPLY_PROJECT_USAGES)
                        .answeredBy(usages::ofProject),
                Route.post("/reshaper")
                        .since(Feature.RESHAPER)
                        .policy("placement:reshaper:reshape")
                        .body(Schemas.RESHAPER_POST)
                        .summary("Move inventories and the allocations on them between providers")
                        .replies(204)
                        .handledBy(reshaper::reshape));
    }
}
