package dev.berth.cli.migration;

import java.util.List;
import java.util.Locale;

/**
 * What became of one thing that an imported file lists. A file is taken line by line, so one that is refused keeps no
 * other from being taken. Immutable if the subject is.
 *
 * @param why of a refusal, or what else is to be said; may be empty
 */
public record ImportLine<T>(T subject, Result result, String why) {
    public enum Result {
        CREATED,
        WOULD_BE_CREATED,
        CLAIMED,
        WOULD_BE_CLAIMED,
        UNCHANGED,
        REFUSED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public static <T> boolean isAnyRefused(List<ImportLine<T>> lines) {
        return lines.stream().anyMatch(line -> line.result() == Result.REFUSED);
    }
}
