package dev.berth.ledger.resource.pci;

import dev.berth.events.model.ProviderId;
import java.util.Optional;

/**
 * A number of free devices that no request can tell apart: a row of a group-by, never a fact. It knows neither
 * addresses nor who is whose parent.
 *
 * @param provider the provider they are units of, where they are seen through the Placement API
 */
public record Pool(PoolKey key, Optional<ProviderId> provider, int count) {
    public Pool {
        if (count < 1) {
            throw new IllegalArgumentException("expected a pool with devices but got " + count + " of " + key);
        }
    }
}
