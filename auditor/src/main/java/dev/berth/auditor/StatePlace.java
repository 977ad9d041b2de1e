package dev.berth.auditor;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a state is to be looked at, as people name it. Immutable. */
public sealed interface StatePlace {
    Pattern POSITION = Pattern.compile("(?:(\\d{1,6})@)?(\\d{1,18})");

    String NOW = "now";

    /**
     * Once the record at this offset is decided.
     *
     * @param partition empty for the one of the region
     */
    record At(OptionalInt partition, long offset) implements StatePlace {
        @Override
        public String toString() {
            return (partition.isPresent() ? partition.getAsInt() + "@" : "") + offset;
        }
    }

    /** Once the last record is decided whose time is not after this one. */
    record AsOf(Instant time) implements StatePlace {
        @Override
        public String toString() {
            return time.toString();
        }
    }

    /** At the end of the log. */
    record Now() implements StatePlace {
        @Override
        public String toString() {
            return NOW;
        }
    }

    /** @throws IllegalArgumentException if the text is none of them; the message says what would be right */
    static StatePlace parse(String text) {
        if (text.equals(NOW)) {
            return new Now();
        }
        Matcher position = POSITION.matcher(text);
        if (position.matches()) {
            OptionalInt partition = position.group(1) == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(position.group(1)));
            return new At(partition, Long.parseLong(position.group(2)));
        }
        Optional<Instant> time = LogPlace.time(text);
        return time.map(AsOf::new)
                .orElseThrow(() -> new IllegalArgumentException("expected a position such as 0@1042, an offset such as"
                        + " 1042, a time such as 2026-11-28T09:00:00Z, 24h for that long ago, or now, but got '" + text
                        + "'"));
    }
}
