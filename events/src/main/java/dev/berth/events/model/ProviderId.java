package dev.berth.events.model;

import java.util.UUID;

/** Identifies a resource provider. Ordered as the text of the UUID is. */
public record ProviderId(UUID value) implements Comparable<ProviderId> {
    public static ProviderId of(String text) {
        return new ProviderId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ProviderId other) {
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
