package dev.berth.events.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the log, as people name it at every door. Immutable. */
public sealed interface LogPlace {
    /** An offset of the partition in which a region is at home. */
    record Offset(long offset) implements LogPlace {
        @Override
        public String toString() {
            return Long.toString(offset);
        }
    }

    /** An offset of a partition. */
    record At(int partition, long offset) implements LogPlace {
        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }

    /** A time; records have theirs to the millisecond. */
    record Time(Instant time) implements LogPlace {
        /** The last millisecond that is not after it, since the epoch. */
        public long lastMs() {
            return time.toEpochMilli();
        }

        /** The first millisecond that is not before it, since the epoch. */
        public long firstMs() {
            return lastMs() + (time.getNano() % 1_000_000 == 0 ? 0 : 1);
        }

        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** Where the log ends now. */
    record Now() implements LogPlace {
        @Override
        public String toString() {
            return NOW;
        }
    }

    String NOW = "now";

    String TIME =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})";

    /** What {@link #parse} takes, as a regular expression; not all that matches is a time. */
    String PATTERN = "^([0-9]{1,6}@)?[0-9]{1,18}$|^" + NOW + "$|^" + TIME + "$";

    Pattern POSITION = Pattern.compile("(?:([0-9]{1,6})@)?([0-9]{1,18})");

    /** @throws NoPlaceException if the text is none; the message says what would be right */
    static LogPlace parse(String text) {
        if (text.equals(NOW)) {
            return new Now();
        }
        Matcher position = POSITION.matcher(text);
        if (position.matches()) {
            long offset = Long.parseLong(position.group(2));
            return position.group(1) == null ? new Offset(offset) : new At(Integer.parseInt(position.group(1)), offset);
        }
        return time(text).map(Time::new).orElseThrow(() -> NoPlaceException.malformed(text));
    }

    /** The time that the text names as RFC 3339 has it; empty if it names none. */
    static Optional<Instant> time(String text) {
        try {
            return text.matches(TIME) ? Optional.of(OffsetDateTime.parse(text).toInstant()) : Optional.empty();
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
