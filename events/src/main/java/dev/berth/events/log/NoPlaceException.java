package dev.berth.events.log;

import dev.berth.events.model.Region;
import java.time.Instant;

/** What was asked for is no place in the log, or none of the region; the message says what would be right. */
public final class NoPlaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String HOW_LONG_AGO = "[0-9]{1,6}[smhd]";

    private final Reason reason;

    /** Why there is no such place. */
    public enum Reason {
        /** It is neither a position nor a time. */
        MALFORMED,
        /** The region is at home in another partition. */
        OTHER_PARTITION,
        /** Nothing was appended there yet, or the time is still to come. */
        IN_FUTURE,
        /** The time is before the first record. */
        BEFORE_LOG,
        /** What was there, or what it followed from, was deleted from the log. */
        CUT
    }

    private NoPlaceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static NoPlaceException malformed(String text) {
        return new NoPlaceException(
                Reason.MALFORMED,
                "expected an offset such as 1042, a position such as 0@1042, a time such as 2026-11-28T03:12:00Z, or "
                        + LogPlace.NOW + ", but got '" + text + "'"
                        + (text.matches(HOW_LONG_AGO)
                                ? "; how long ago it was is what commands take, and a URL has the time itself"
                                : "")
                        + (text.indexOf(' ') < 0 ? "" : "; in a URL a plus sign is written %2B"));
    }

    static NoPlaceException otherPartition(LogPlace asked, Region region, LogProgress.Partition home) {
        return new NoPlaceException(
                Reason.OTHER_PARTITION,
                "expected a position of partition " + home.partition() + ", where region " + region
                        + " is at home, but got " + asked);
    }

    /** Nothing was appended yet at an offset of a partition. */
    public static NoPlaceException notThereYet(long offset, LogProgress.Partition home) {
        return new NoPlaceException(
                Reason.IN_FUTURE,
                "nothing is at " + home.partition() + "@" + offset + " yet: partition " + home.partition()
                        + " of the log ends before " + home.partition() + "@" + home.end());
    }

    static NoPlaceException stillToCome(LogPlace asked, long nowMs) {
        return new NoPlaceException(
                Reason.IN_FUTURE,
                "expected a time that is not after " + Instant.ofEpochMilli(nowMs) + ", which is now, but got "
                        + asked);
    }

    /** @param begins how the partition begins, in words */
    static NoPlaceException beforeLog(LogPlace asked, LogProgress.Partition home, String begins) {
        boolean isCut = home.begin() > 0;
        return new NoPlaceException(
                isCut ? Reason.CUT : Reason.BEFORE_LOG,
                "expected a time that is not before partition " + home.partition() + " of the log, which " + begins
                        + (isCut ? " because what was before that was deleted" : "") + ", but got " + asked);
    }

    /** What an offset follows from was deleted. */
    public static NoPlaceException cut(long offset, Region region, LogProgress.Partition home) {
        return new NoPlaceException(
                Reason.CUT,
                "the log of region " + region + " begins at " + home.partition() + "@" + home.begin()
                        + ", because what was before that was deleted, and no moment is kept from which "
                        + home.partition() + "@" + offset + " follows");
    }

    /** What was at a place of the partition was deleted from the log. */
    static NoPlaceException deleted(LogPlace asked, LogProgress.Partition home) {
        return new NoPlaceException(
                Reason.CUT,
                "partition " + home.partition() + " of the log begins at " + home.partition() + "@" + home.begin()
                        + ", because what was before that was deleted, but got " + asked);
    }

    /** What was decided of an offset may have been deleted. */
    static NoPlaceException decisionsDeleted(long offset, LogProgress.Partition decisions) {
        return new NoPlaceException(
                Reason.CUT,
                "what was decided from " + decisions.partition() + "@" + offset
                        + " on is not known any more: partition " + decisions.partition() + " of "
                        + Topics.DECISIONS.topic() + " begins at its offset "
                        + decisions.begin() + ", because what was before that was deleted");
    }

    /** No decision of a command is recorded. */
    static NoPlaceException notDecided(long offset, LogProgress.Partition home) {
        return new NoPlaceException(
                Reason.IN_FUTURE,
                "nothing is decided of " + home.partition() + "@" + offset
                        + "; expected the position of a command that is decided");
    }
}
