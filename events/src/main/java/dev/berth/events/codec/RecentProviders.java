package dev.berth.events.codec;

import dev.berth.events.model.ProviderId;
import java.util.UUID;

/**
 * Ids of providers, in which those that were read lately are not kept twice: each consumer names the providers that it
 * holds something of, and many name the same. Holds 16,384 at most, so that a region of more providers shares some of
 * them. Thread-safe without a lock, because an id that is lost or made twice does no harm.
 */
final class RecentProviders {
    private static final int SLOTS = 16_384;

    private static final ProviderId[] IDS = new ProviderId[SLOTS];

    private RecentProviders() {}

    static ProviderId of(UUID value) {
        ProviderId id = new ProviderId(value);
        int slot = RecentSlots.of(id.hashCode(), SLOTS);
        ProviderId recent = IDS[slot];
        if (id.equals(recent)) {
            return recent;
        }
        IDS[slot] = id;
        return id;
    }
}
