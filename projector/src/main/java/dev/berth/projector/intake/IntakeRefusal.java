package dev.berth.projector.intake;

import java.util.Locale;

/** Why a record of berth.reports leaves nothing in the log. The metric's label is the name in lower case. */
public enum IntakeRefusal {
    /** No envelope, or one that is too long. */
    UNREADABLE,
    /** It cannot be read from the broker's disk. */
    DAMAGED,
    /** It stands in another partition than that of its region. */
    FOREIGN,
    /** Its host is not enrolled in its region, or without a key, or there is no such region. */
    NOT_ENROLLED,
    /** The key of the host that it names has not signed it. */
    SIGNATURE,
    /** Its schema is not known here, and the registry cannot be asked about it now. */
    UNKNOWN_SCHEMA,
    /** The signed bytes are no command that can be read, or one of impossible values. */
    MALFORMED,
    /** The signed bytes are another command than a report. */
    NOT_A_REPORT,
    /** The signed report is of another host than the envelope, or has another sequence number. */
    CONTRADICTION,
    /** Its sequence number is not above that of the last report. */
    OLD,
    /** Its sequence number lies too far ahead. */
    AHEAD,
    /** Looking at it has failed in a way that nobody foresaw. */
    FAILED;

    /** The metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
