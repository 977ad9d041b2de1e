package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;

/** The calls that together show everything that the calls of a sequence can have changed. */
final class StateCalls {
    private static final int NEWEST = 39;

    private StateCalls() {}

    static List<ApiCall> all(Names names) {
        List<String> paths =
                new ArrayList<>(List.of("/resource_providers", "/resource_classes", "/traits?name=startswith:CUSTOM_"));
        for (String provider : names.knownProviders()) {
            for (String part : List.of("inventories", "traits", "aggregates", "usages", "allocations")) {
                paths.add("/resource_providers/" + provider + "/" + part);
            }
        }
        Names.consumers().forEach(consumer -> paths.add("/allocations/" + consumer));
        Names.PROJECTS.forEach(project -> paths.add("/usages?project_id=" + project));
        return paths.stream().map(path -> ApiCall.get(NEWEST, path)).toList();
    }
}
