package dev.berth.api.http;

import dev.berth.events.model.Region;
import java.util.Optional;

/**
 * The region that a path names, and the path within it.
 *
 * @param prefix what is before that path, and before the links of an answer
 */
record RegionPath(Region region, String prefix, String path) {
    private static final String REGIONS = "/regions/";

    /** Empty if the path names a region by what is no name. */
    static Optional<RegionPath> of(String path) {
        if (!path.startsWith(REGIONS)) {
            return Optional.of(new RegionPath(Region.DEFAULT, "", path));
        }
        int end = path.indexOf('/', REGIONS.length());
        String name = end < 0 ? path.substring(REGIONS.length()) : path.substring(REGIONS.length(), end);
        return Region.isName(name)
                ? Optional.of(new RegionPath(new Region(name), REGIONS + name, end < 0 ? "/" : path.substring(end)))
                : Optional.empty();
    }
}
