package dev.berth.api.server;

import dev.berth.api.http.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request of each route that passes every check which can be made without the region: what tests and fuzzers begin
 * from when they want to come as far as the handler.
 *
 * @param path with its query
 * @param body empty for routes without one
 */
public record SampleRequest(String method, String path, Optional<String> body) {
    public static final String PROVIDER = "aaaaaaaa-0000-4000-8000-000000000001";
    public static final String CONSUMER = "cccccccc-0000-4000-8000-000000000001";

    private static final String INVENTORY =
            "{\"total\": 8, \"reserved\": 1, \"min_unit\": 1, \"max_unit\": 8, \"step_size\": 1, "
                    + "\"allocation_ratio\": 2.5}";
    private static final String HOLDING = "\"allocations\": {\"" + PROVIDER + "\": {\"resources\": {\"VCPU\": 1}}},"
            + " \"project_id\": \"p1\", \"user_id\": \"u1\", \"consumer_generation\": null, \"consumer_type\": "
            + "\"INSTANCE\"";

    private static final Map<String, String> PARAMETERS = Map.of(
            "uuid",
            PROVIDER,
            "consumer_uuid",
            CONSUMER,
            "resource_class",
            "VCPU",
            "name",
            "CUSTOM_GOLD",
            "address",
            "0000:81:00.1");

    private static final Map<String, String> QUERIES = Map.of(
            "GET /usages",
            "project_id=p1&user_id=u1&consumer_type=INSTANCE",
            "GET /traits",
            "name=startswith:CUSTOM&associated=true",
            "GET /resource_providers",
            "name=cn1&resources=VCPU:1&member_of=in:" + PROVIDER + "&in_tree=" + PROVIDER,
            "GET /allocation_candidates",
            "resources=VCPU:1,MEMORY_MB:512&required=!CUSTOM_GOLD&resources_NET=SRIOV_NET_VF:1"
                    + "&required_NET=CUSTOM_GOLD&group_policy=none&same_subtree=_NET&limit=5&explain=true",
            "GET /capacity",
            "resources=VCPU:1&by=host",
            "GET /hosts",
            "name=cn1&state=drained&limit=10&marker=" + PROVIDER,
            "DELETE /hosts/{uuid}",
            "force=it%20is%20gone",
            "GET /pci/devices",
            "provider=" + PROVIDER,
            "GET /pci/pools",
            "provider=" + PROVIDER + "&states=true",
            "GET /hosts/{uuid}/devices",
            "state=dirty");

    /** Of the routes with a body; each is a whole one, with every field that a client would send. */
    private static final Map<String, String> BODIES = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /resource_classes", "{\"name\": \"CUSTOM_GOLD\"}"),
            Map.entry(
                    "POST /resource_providers",
                    "{\"name\": \"cn1\", \"uuid\": \"" + PROVIDER + "\", \"parent_provider_uuid\": null}"),
            Map.entry("PUT /resource_providers/{uuid}", "{\"name\": \"cn2\", \"parent_provider_uuid\": null}"),
            Map.entry(
                    "POST /resource_providers/{uuid}/inventories",
                    "{\"resource_class\": \"VCPU\", \"resource_provider_generation\": 0, " + INVENTORY.substring(1)),
            Map.entry(
                    "PUT /resource_providers/{uuid}/inventories",
                    "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": " + INVENTORY
                            + ", \"MEMORY_MB\": {\"total\": 4096}}}"),
            Map.entry(
                    "PUT /resource_providers/{uuid}/inventories/{resource_class}",
                    "{\"resource_provider_generation\": 0, " + INVENTORY.substring(1)),
            Map.entry(
                    "PUT /resource_providers/{uuid}/aggregates",
                    "{\"resource_provider_generation\": 0, \"aggregates\": [\"" + CONSUMER + "\"]}"),
            Map.entry(
                    "PUT /resource_providers/{uuid}/traits",
                    "{\"resource_provider_generation\": 0, \"traits\": [\"HW_CPU_X86_AVX\"]}"),
            Map.entry("POST /allocations", "{\"" + CONSUMER + "\": {" + HOLDING + "}}"),
            Map.entry(
                    "PUT /allocations/{consumer_uuid}",
                    "{" + HOLDING + ", \"mappings\": {\"\": [\"" + PROVIDER + "\"]}}"),
            Map.entry(
                    "POST /reshaper",
                    "{\"inventories\": {\"" + PROVIDER
                            + "\": {\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": " + INVENTORY
                            + "}}}, \"allocations\": {\"" + CONSUMER + "\": {" + HOLDING + "}}}"),
            Map.entry(
                    "PUT /hosts/{uuid}/enrolment",
                    "{\"key\": \"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a\", \"user\": "
                            + "\"u1\"}"),
            Map.entry(
                    "POST /hosts/{uuid}/report",
                    "{\"host\": \"" + PROVIDER + "\", \"sequence\": 1, \"providers\": [{\"uuid\": \"" + PROVIDER
                            + "\", \"name\": \"cn1\", \"inventories\": {\"VCPU\": " + INVENTORY + "}}]}"),
            Map.entry(
                    "POST /what-if",
                    "{\"commands\": [{\"method\": \"PUT\", \"path\": \"/traits/CUSTOM_GOLD\"}], \"ask\": "
                            + "[\"/traits\"]}"),
            Map.entry(
                    "POST /audit/verified",
                    "{\"verdict\": \"identical\", \"ended_at\": \"2026-11-29T21:04:11Z\", "
                            + "\"read\": [{\"partition\": 0, \"offset\": 41}], \"compared\": 40, "
                            + "\"differences\": 0, \"from_checkpoint\": false, \"stores\": false}"),
            Map.entry(
                    "POST /import",
                    "{\"resource_classes\": [\"CUSTOM_GOLD\"], \"traits\": [\"CUSTOM_FAST\"], "
                            + "\"providers\": [{\"uuid\": \"" + PROVIDER
                            + "\", \"name\": \"cn1\", "
                            + "\"parent_provider_uuid\": null, \"generation\": 41, "
                            + "\"inventories\": {\"VCPU\": " + INVENTORY + "}, \"traits\": [\"CUSTOM_FAST\"], "
                            + "\"aggregates\": []}], \"consumers\": [{\"uuid\": \"" + CONSUMER
                            + "\", \"generation\": 5, " + HOLDING.replace("\"consumer_generation\": null, ", "")
                            + "}]}"),
            Map.entry("PUT /hosts/{uuid}/drain", "{\"reason\": \"disks fail\"}"),
            Map.entry("PUT /hosts/{uuid}/name", "{\"name\": \"cn2\"}"),
            Map.entry("POST /hosts/{uuid}/devices/{address}", "{\"action\": \"fail\", \"reason\": \"no link\"}"),
            Map.entry("POST /pci/flavors", "{\"name\": \"10g\", \"match\": [{\"speed\": \"10g\"}]}"),
            Map.entry("PUT /pci/flavors/{name}", "{\"generation\": 0, \"match\": [{\"speed\": \"10g\"}]}")));

    /** Of the route in the newest version; a route that needs a body and has none here is a fault of this class. */
    public static SampleRequest of(Route route) {
        String path = route.template();
        for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        String query = QUERIES.get(route.toString());
        Optional<String> body = Optional.ofNullable(BODIES.get(route.toString()));
        boolean needsBody = route.body().isPresent() && route.bodyless().isEmpty();
        if (path.contains("{") || needsBody && body.isEmpty()) {
            throw new IllegalStateException("expected a sample of every route but there is none of " + route);
        }
        return new SampleRequest(route.method().name(), query == null ? path : path + "?" + query, body);
    }

    public static List<SampleRequest> of(List<Route> routes) {
        return routes.stream().map(SampleRequest::of).toList();
    }
}
