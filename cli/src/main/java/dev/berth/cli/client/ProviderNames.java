package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import java.util.Map;
import java.util.TreeMap;

/** The names of providers, which answers about allocations and candidates do not have. For one thread. */
public final class ProviderNames {
    /** Beyond this many trees the list of all providers is the shorter way. */
    private static final int TREES_MOST = 32;

    private final PlacementOptions placement;
    private final Map<String, String> names = new TreeMap<>();
    private int asked;

    public ProviderNames(PlacementOptions placement) {
        this.placement = placement;
    }

    /** The name of the provider; its UUID where it has gone meanwhile. */
    public String of(String uuid) throws InterruptedException {
        if (!names.containsKey(uuid)) {
            boolean isAll = asked == TREES_MOST || !placement.has(Feature.PROVIDER_TREES);
            if (asked <= TREES_MOST) {
                add(isAll ? "/resource_providers" : "/resource_providers?in_tree=" + uuid);
            }
            asked = isAll ? TREES_MOST + 1 : asked + 1;
        }
        return names.computeIfAbsent(uuid, gone -> gone);
    }

    private void add(String path) throws InterruptedException {
        for (JsonNode provider : placement.get(path).path("resource_providers")) {
            names.put(provider.path("uuid").asText(), provider.path("name").asText());
        }
    }
}
