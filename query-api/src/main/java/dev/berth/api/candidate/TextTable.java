package dev.berth.api.candidate;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Texts that are kept beside what they were made of, for whoever can see that it would make the same again. Each has
 * two places, of which newer texts take the first: a cache that chose better would cost more to ask than most texts to
 * make. Thread-safe.
 *
 * @param <S> what texts are made of; immutable
 */
final class TextTable<S> {
    /** The longest text that is kept, so that the table's memory has a bound. */
    static final int BYTES_MOST = 16 * 1024;

    /** With all of them taken by texts as long as can be, a table has 32 MiB of them. */
    private static final int PLACES = 2 * 1024;

    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private final AtomicReferenceArray<Kept<S>> places = new AtomicReferenceArray<>(PLACES);

    /** A text and what it was made of. */
    record Kept<S>(int hash, S source, byte[] text) {}

    /** What was kept last for a hash; null if nothing was, or it had to give way. */
    Kept<S> at(int hash) {
        int place = place(hash);
        Kept<S> newer = places.getAcquire(place);
        if (newer != null && newer.hash == hash) {
            return newer;
        }
        Kept<S> older = places.getAcquire(place + 1);
        return older != null && older.hash == hash ? older : null;
    }

    void keep(int hash, S source, byte[] text) {
        if (text.length > BYTES_MOST) {
            throw new IllegalArgumentException("expected at most " + BYTES_MOST + " bytes but got " + text.length);
        }
        int place = place(hash);
        Kept<S> newer = places.getAcquire(place);
        if (newer != null && newer.hash != hash) {
            places.setRelease(place + 1, newer);
        }
        places.setRelease(place, new Kept<>(hash, source, text));
    }

    /** The first of two places. */
    private static int place(int hash) {
        return (hash * GOLDEN_RATIO >>> Integer.numberOfLeadingZeros(PLACES - 1)) & ~1;
    }
}
