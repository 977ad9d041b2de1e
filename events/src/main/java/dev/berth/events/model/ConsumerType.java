package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

/** What kind of consumer holds allocations, such as INSTANCE or MIGRATION (API 1.38). Made by its first use. */
public record ConsumerType(String name) implements Comparable<ConsumerType> {
    public ConsumerType {
        if (!isName(name)) {
            throw new MalformedException("expected a consumer type of A-Z, 0-9 and _ but got " + quoted(name));
        }
    }

    public static boolean isName(String text) {
        return SymbolNames.isName(text);
    }

    @Override
    public int compareTo(ConsumerType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
