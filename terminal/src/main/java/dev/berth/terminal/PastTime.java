package dev.berth.terminal;

import dev.berth.events.log.LogPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as people name one that is over: as RFC 3339 has it, {@code now}, or how long ago it was, such as {@code 24h}.
 * Immutable.
 *
 * @param time empty if it is said by how long ago it was
 * @param ago before now, nothing for now itself
 */
public record PastTime(Optional<Instant> time, Duration ago) {
    /** What there is to be typed, for messages. */
    public static final String EXAMPLES = "a time such as 2026-11-28T03:00:00Z, 24h for that long ago, or now";

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    /** The time that the text names; empty if it names none. */
    public static Optional<PastTime> parse(String text) {
        if (text.equals("now")) {
            return Optional.of(new PastTime(Optional.empty(), Duration.ZERO));
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return Optional.of(new PastTime(Optional.empty(), duration(Long.parseLong(ago.group(1)), ago.group(2))));
        }
        return LogPlace.time(text).map(time -> new PastTime(Optional.of(time), Duration.ZERO));
    }

    private static Duration duration(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** The time that is meant by whoever types it now. */
    public Instant at(Instant now) {
        return time.orElseGet(() -> now.minus(ago));
    }
}
