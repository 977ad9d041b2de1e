package dev.berth.events.model;

/**
 * A value that breaks a rule of the model itself, whatever a region holds. The message is kept in the log as the reason
 * why a command was refused, so it is all in our own words: it must be the same on every machine, in every version of
 * the JDK and of every library. Put no collection and no floating-point number into it, and text from outside only
 * {@link #quoted}.
 */
public final class MalformedException extends IllegalArgumentException {
    /** In characters; what is longer is cut. */
    public static final int REASON_LENGTH_MAX = 300;

    private static final long serialVersionUID = 1;
    private static final int QUOTED_LENGTH_MAX = 64;
    private static final String CUT = "...";

    /**
     * @param message what was expected and what came instead
     */
    public MalformedException(String message) {
        super(bounded(message));
    }

    /** A text from outside as it may stand in a reason: in quotes, its beginning only, in printable ASCII. */
    public static String quoted(String text) {
        return '"' + printable(text, QUOTED_LENGTH_MAX) + '"';
    }

    /** A reason of any length as one of at most {@link #REASON_LENGTH_MAX} characters of printable ASCII. */
    public static String bounded(String reason) {
        String printable = printable(reason, REASON_LENGTH_MAX);
        return printable.length() <= REASON_LENGTH_MAX
                ? printable
                : printable.substring(0, REASON_LENGTH_MAX - CUT.length()) + CUT;
    }

    private static String printable(String text, int lengthMax) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), lengthMax) + CUT.length());
        for (int i = 0; i < text.length() && i < lengthMax; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                printable.append(c);
            } else {
                printable.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    printable.append(Character.forDigit(c >>> shift & 0xf, 16));
                }
            }
        }
        return text.length() > lengthMax ? printable.append(CUT).toString() : printable.toString();
    }
}
