package dev.berth.events.codec;

import dev.berth.events.model.ProviderId;
import java.util.UUID;

/**
 * The ids of providers that were read lately, so that all who name a provider keep one id of it: each consumer names
 * the providers that it holds something of. Remembers 16,384 at most. Thread-safe without a lock, because an id that is
 * lost or made twice does no harm.
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
