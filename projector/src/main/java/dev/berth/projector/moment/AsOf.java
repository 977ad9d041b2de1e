package dev.berth.projector.moment;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which moment is meant, as people name it. */
public sealed interface AsOf {
    /** After the record at an offset of the partition in which the region is at home. */
    record Offset(long offset) implements AsOf {
        @Override
        public String toString() {
            return Long.toString(offset);
        }
    }

    /** After the record at an offset of a partition. */
    record At(int partition, long offset) implements AsOf {
        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }

    /** After the last record that was not appended later. */
    record Time(Instant time) implements AsOf {
        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** What {@link #parse} takes, as a regular expression; not all that matches is a time. */
    String PATTERN =
            "^([0-9]{1,6}@)?[0-9]{1,18}$|^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{8,18}([Zz]|[+-][0-9]{2}:[0-9]{2})$";

    Pattern POSITION = Pattern.compile("(?:(\\d{1,6})@)?(\\d{1,18})");

    /** @throws NoMomentException if the text is neither a position nor a time */
    static AsOf parse(String text) {
        Matcher position = POSITION.matcher(text);
        if (position.matches()) {
            long offset = Long.parseLong(position.group(2));
            return position.group(1) == null ? new Offset(offset) : new At(Integer.parseInt(position.group(1)), offset);
        }
        try {
            if (text.matches(PATTERN)) {
                return new Time(OffsetDateTime.parse(text).toInstant());
            }
        } catch (DateTimeException noTime) {
            // Answered below, as whatever else is none.
        }
        throw new NoMomentException(
                NoMomentException.Reason.MALFORMED,
                "expected an offset such as 1042, a position such as 0@1042, or a time such as 2026-11-28T03:12:00Z"
                        + " (with %2B for a plus sign in a URL), but got '" + text + "'");
    }
}
