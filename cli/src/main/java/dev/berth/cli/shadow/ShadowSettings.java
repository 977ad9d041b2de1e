package dev.berth.cli.shadow;

import dev.berth.cli.placement.PlacementClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a shadow runs.
 *
 * @param placement the URL of the Placement, as the catalogue has it
 * @param berth the URL of the region of Berth's
 * @param isBerthFollowing whether the Placement answers and Berth follows; else it is the other way round
 * @param listen where clients are served
 * @param report where the report is
 * @param authority signs the certificates of services that are called by https; empty for those that Java trusts
 * @param connections how many calls the follower is given at a time
 * @param queueMax how many calls may wait for the follower
 * @param bytesMax what calls may take of the memory
 * @param mayDelete whether what only Berth has may go at the start
 */
record ShadowSettings(
        URI placement,
        URI berth,
        boolean isBerthFollowing,
        InetSocketAddress listen,
        InetSocketAddress report,
        Optional<Path> authority,
        int connections,
        int queueMax,
        long bytesMax,
        boolean mayDelete) {
    /** Makes clients of both services, which have answered once. */
    interface Clients {
        PlacementClient placement() throws InterruptedException;

        PlacementClient berth() throws InterruptedException;
    }
}
