package dev.berth.cli.shadow;

import java.util.regex.Pattern;

/** The route of a call's path, so that calls of one kind are counted together. */
final class RouteText {
    private static final Pattern ID = Pattern.compile("/[0-9a-fA-F-]{32,36}(?=/|$)");
    private static final Pattern NAME = Pattern.compile("^/(traits|resource_classes)/[^/]+");
    private static final Pattern INVENTORY = Pattern.compile("/inventories/[^/]+");
    private static final int LENGTH_MAX = 100;

    private RouteText() {}

    static String of(String path) {
        String route = path.replaceFirst("\\?.*", "");
        route = ID.matcher(route).replaceAll("/{uuid}");
        route = NAME.matcher(route).replaceFirst("/$1/{name}");
        route = INVENTORY.matcher(route).replaceFirst("/inventories/{resource_class}");
        return route.length() > LENGTH_MAX ? route.substring(0, LENGTH_MAX) + "…" : route;
    }
}
