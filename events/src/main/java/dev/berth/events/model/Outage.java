package dev.berth.events.model;

import static dev.berth.events.model.Limits.requireText;

import com.google.common.base.Ascii;

/** Why nobody may have a PCI device, as an operator has said; it lasts until the operator takes that back. */
public record Outage(Cause cause, String reason) {
    /** Both keep the device from being given; people want to know which it is. */
    public enum Cause {
        /** It does not work. */
        FAILED,
        /** It works, and is kept free on purpose. */
        DRAINED;

        /** The word for it in the API: the name in lower case. */
        public String text() {
            return Ascii.toLowerCase(name());
        }
    }

    public Outage {
        if (reason.trim().isEmpty()) {
            throw new MalformedException("expected a reason for which a device is " + cause.text() + " but got none");
        }
        requireText(Limits.REASON_LENGTH_MAX, reason, "the reason for which a device is " + cause.text());
    }
}
