package dev.berth.events.model;

import java.util.UUID;

/** The order of UUIDs by their text; {@link UUID#compareTo} compares signed halves and differs from it. */
final class Uuids {
    private Uuids() {}

    static int compare(UUID left, UUID right) {
        int high = Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    }
}
