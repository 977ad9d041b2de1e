package dev.berth.simulator.load;

import com.google.common.collect.ImmutableList;
import dev.berth.events.model.ProviderId;
import dev.berth.simulator.workload.Limit;

/**
 * What is claimed, by how many, and how fast.
 *
 * @param seed under which consumer ids, and from which providers, is claimed
 * @param clients connections that claim and release, each with one request under way
 * @param readers connections that read what a provider has in use, each with one request under way
 * @param limit when they stop
 * @param claimsPerSecond how many claims all clients begin together in a second; 0 for as fast as they are answered
 * @param isHeld whether what is claimed is held until the load has ended, and not released at once
 * @param providers what is claimed from: one is a hot provider
 */
public record ClaimLoadSpec(
        long seed,
        int clients,
        int readers,
        Limit limit,
        double claimsPerSecond,
        boolean isHeld,
        ImmutableList<ProviderId> providers) {
    public ClaimLoadSpec {
        if (clients < 1 || readers < 0 || claimsPerSecond < 0 || providers.isEmpty()) {
            throw new IllegalArgumentException("expected at least one client and provider, and no negative number, but"
                    + " got " + clients + ", " + providers.size() + ", " + readers + " readers and " + claimsPerSecond
                    + " claims a second");
        }
    }

    public static ClaimLoadSpec of(long seed, int clients, Limit limit, ImmutableList<ProviderId> providers) {
        return new ClaimLoadSpec(seed, clients, 0, limit, 0, false, providers);
    }

    public ClaimLoadSpec withReaders(int newReaders) {
        return new ClaimLoadSpec(seed, clients, newReaders, limit, claimsPerSecond, isHeld, providers);
    }

    public ClaimLoadSpec withClaimsPerSecond(double newRate) {
        return new ClaimLoadSpec(seed, clients, readers, limit, newRate, isHeld, providers);
    }

    public ClaimLoadSpec withHeld(boolean newHeld) {
        return new ClaimLoadSpec(seed, clients, readers, limit, claimsPerSecond, newHeld, providers);
    }
}
