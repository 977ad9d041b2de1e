package dev.berth.cli.shadow;

import com.google.common.base.Splitter;
import dev.berth.api.schema.UuidFormat;
import java.util.List;
import java.util.Set;

/** The route of a call's path, so that calls of one kind are counted together. */
final class RouteText {
    private static final Splitter SEGMENTS = Splitter.on('/');
    private static final Set<String> NAMED = Set.of("traits", "resource_classes", "inventories");
    private static final int LENGTH_MAX = 100;

    private RouteText() {}

    static String of(String path) {
        int query = path.indexOf('?');
        List<String> segments = SEGMENTS.splitToList(query < 0 ? path : path.substring(0, query));
        StringBuilder route = new StringBuilder();
        String before = "";
        for (String segment : segments) {
            boolean isName = NAMED.contains(before) && !segment.isEmpty();
            route.append(route.length() == 0 && segment.isEmpty() ? "" : "/");
            route.append(isName ? "{name}" : UuidFormat.parse(segment).isPresent() ? "{uuid}" : segment);
            before = segment;
        }
        return route.length() > LENGTH_MAX ? route.substring(0, LENGTH_MAX) + "…" : route.toString();
    }
}
