package dev.berth.ledger.directory;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a directory holds under one name.
 *
 * @param name as {@link PathName} writes it: it stays in its line and can be typed
 * @param label another name of the thing, as it was given; empty if it has none. It is another's text
 * @param made makes the place when it is asked for
 */
public record NamedNode(String name, Optional<String> label, Supplier<StateNode> made) {
    static NamedNode of(String name, Supplier<StateNode> made) {
        return new NamedNode(name, Optional.empty(), made);
    }

    public StateNode node() {
        return made.get();
    }
}
