package dev.berth.api.verify;

import java.util.Locale;

/** What a verify came to, in a word: the exit status of the auditor. */
enum Verdict {
    /** All was compared, nothing differs, and every region goes on. */
    IDENTICAL,
    /** Something differs. */
    DIFFERENCES,
    /** Not all could be compared; also, whatever else differs, where a record is damaged. */
    INCOMPLETE,
    /** All was compared and nothing differs, but a region has stopped. */
    STOPPED;

    static Verdict of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Whether a verify that came to this may have found so many differences. */
    boolean mayHave(long differences) {
        return switch (this) {
            case IDENTICAL, STOPPED -> differences == 0;
            case DIFFERENCES -> differences > 0;
            case INCOMPLETE -> true;
        };
    }

    /** The word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
