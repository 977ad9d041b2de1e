package dev.berth.events.decision;

import com.google.common.collect.ImmutableList;
import dev.berth.events.event.Event;
import java.util.Optional;

/** What a command comes to: events, perhaps none, or a refusal that leaves everything as it was. */
public sealed interface Outcome {
    /** Granted. No events means that everything was already so. */
    record Accepted(ImmutableList<Event> events) implements Outcome {}

    /** Refused; nothing has changed. */
    record Refused(Refusal reason) implements Outcome {}

    static Outcome accepted(Event... events) {
        return new Accepted(ImmutableList.copyOf(events));
    }

    static Outcome accepted(ImmutableList<Event> events) {
        return new Accepted(events);
    }

    static Outcome refused(Refusal refusal) {
        return new Refused(refusal);
    }

    /** The events that follow: none of a refusal. */
    default ImmutableList<Event> events() {
        return this instanceof Accepted accepted ? accepted.events() : ImmutableList.of();
    }

    default Optional<Refusal> refusal() {
        return this instanceof Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }
}
