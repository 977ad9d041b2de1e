package dev.berth.events.model;

import java.util.UUID;

/** Identifies an aggregate: a group of providers, known by its id alone. Ordered as the text of the UUID is. */
public record AggregateId(UUID value) implements Comparable<AggregateId> {
    @Override
    public int compareTo(AggregateId other) {
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
