package dev.berth.events.model;

import java.util.UUID;

/**
 * Identifies a consumer: a holder of allocations, in nova a server or a migration. Ordered as the text of the UUID
 * is.
 */
public record ConsumerId(UUID value) implements Comparable<ConsumerId> {
    public static ConsumerId of(String text) {
        return new ConsumerId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ConsumerId other) {
        return Uuids.compare(value, other.value);
    }

    @Override
    public int hashCode() {
        return IdHash.of(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
