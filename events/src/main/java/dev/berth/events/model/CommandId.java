package dev.berth.events.model;

import java.util.UUID;

/** Identifies a command. Its sender makes it, so that a command sent twice is decided once. */
public record CommandId(UUID value) implements Comparable<CommandId> {
    public static CommandId of(String text) {
        return new CommandId(UUID.fromString(text));
    }

    @Override
    public int compareTo(CommandId other) {
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
