package dev.berth.projector.intake;

import dev.berth.events.command.Sent;
import dev.berth.events.model.HostKey;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;

/**
 * A report that its host has signed.
 *
 * @param key the one that fits its signature
 * @param sent what is appended
 * @param length bytes of its record
 */
record CheckedReport(
        int partition, long offset, Region region, ProviderId host, long sequence, HostKey key, Sent sent, int length) {
    /** Whose it is. */
    Sender sender() {
        return new Sender(region, host);
    }

    /** A host of a region. */
    record Sender(Region region, ProviderId host) {}
}
