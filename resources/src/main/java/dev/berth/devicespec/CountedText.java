package dev.berth.devicespec;

/** A text that a regular expression may look at so often and no more: by what it repeats it could do so for ever. */
final class CountedText implements CharSequence {
    static final int LOOKS_MAX = 10_000;

    /** The expression has used up its looks. */
    static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final String text;
    private int looks;

    CountedText(String text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > LOOKS_MAX) {
            throw new TooManyLooks();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
