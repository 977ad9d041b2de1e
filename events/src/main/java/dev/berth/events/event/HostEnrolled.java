package dev.berth.events.event;

import dev.berth.events.model.Enrolment;

/** The agent of a host may report by this key and this user, and by no others. */
public record HostEnrolled(Enrolment enrolment) implements Event {
    @Override
    public EventKind kind() {
        return EventKind.HOST_ENROLLED;
    }
}
