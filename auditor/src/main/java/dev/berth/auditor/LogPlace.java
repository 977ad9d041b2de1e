package dev.berth.auditor;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the log, as people name it: a position of one partition, or a time in all of them. */
public sealed interface LogPlace {
    Pattern POSITION = Pattern.compile("(\\d{1,6})@(\\d{1,18})");

    /** The record at an offset of a partition. */
    record At(int partition, long offset) implements LogPlace {
        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }

    /** The first record of each partition that is not older. */
    record Since(Instant time) implements LogPlace {}

    /** @throws IllegalArgumentException if the text is neither */
    static LogPlace parse(String text) {
        Matcher position = POSITION.matcher(text);
        if (position.matches()) {
            return new At(Integer.parseInt(position.group(1)), Long.parseLong(position.group(2)));
        }
        return time(text)
                .map(Since::new)
                .orElseThrow(() -> new IllegalArgumentException("expected a position such as 0@1042, a time such as"
                        + " 2026-11-28T09:00:00Z, or 24h for that long ago, but got '" + text + "'"));
    }

    /** The time that the text names; empty if it names none, or one that is too far away for a record to have. */
    static Optional<Instant> time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            time.plusMillis(1).toEpochMilli();
            return Optional.of(time);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
