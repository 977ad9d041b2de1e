package dev.berth.events.model;

import java.util.HexFormat;

/**
 * Text that somebody else wrote, made fit for a line of a log or a terminal: it stays on its line, moves no cursor,
 * does not turn the reading order round, and is not endless. What is printable stays as it is, so a text that was made
 * fit before is not changed. Any thread.
 */
public final class Printable {
    /** How long a text may be that stands within a line, in characters. */
    public static final int LENGTH_MAX = 500;

    private static final int LINE_MAX = 20_000;

    private Printable() {}

    /** The text in at most {@link #LENGTH_MAX} characters. */
    public static String of(Object text) {
        return of(text, LENGTH_MAX);
    }

    /**
     * The text with escapes such as {@code \}{@code u001b} for what must not be printed.
     *
     * @param lengthMax the most characters to return, from 32 on; what is longer is cut and says so
     */
    public static String of(Object text, int lengthMax) {
        String whole = String.valueOf(text);
        StringBuilder printable = new StringBuilder(Math.min(whole.length(), lengthMax));
        for (int i = 0; i < whole.length() && printable.length() <= lengthMax; ) {
            int codePoint = whole.codePointAt(i);
            i += Character.charCount(codePoint);
            append(printable, codePoint);
        }
        if (printable.length() <= lengthMax) {
            return printable.toString();
        }
        String rest = "… (" + whole.length() + " characters)";
        int end = lengthMax - rest.length();
        if (Character.isHighSurrogate(printable.charAt(end - 1))) {
            end--;
        }
        printable.setLength(end);
        return printable.append(rest).toString();
    }

    /**
     * A text of several lines, each made fit. A line of somebody else's cannot be taken for one of ours, which begins
     * at the margin.
     *
     * @param indent what every line but the first begins with
     */
    public static String lines(Object text, String indent) {
        StringBuilder lines = new StringBuilder();
        String whole = String.valueOf(text);
        for (int begin = 0; begin <= whole.length(); ) {
            int newline = whole.indexOf('\n', begin);
            int end = newline < 0 ? whole.length() : newline;
            String line = whole.substring(begin, end > begin && whole.charAt(end - 1) == '\r' ? end - 1 : end);
            if (begin > 0) {
                lines.append('\n');
                lines.append(line.isEmpty() || line.startsWith(indent) ? "" : indent);
            }
            // A stack trace is indented by tabs.
            int tabs = 0;
            while (tabs < line.length() && line.charAt(tabs) == '\t') {
                tabs++;
            }
            lines.append(line, 0, tabs).append(of(line.substring(tabs), LINE_MAX));
            begin = end + 1;
        }
        return lines.toString();
    }

    private static boolean mayBeShown(int codePoint) {
        return codePoint == '\n' || isPrintable(codePoint);
    }

    /** All of a text of ours as it may go to a terminal: its lines stay lines, all else is escaped. */
    public static String whole(String text) {
        if (text.codePoints().allMatch(Printable::mayBeShown)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            if (codePoint == '\n') {
                shown.append('\n');
            } else {
                append(shown, codePoint);
            }
        });
        return shown.toString();
    }

    private static void append(StringBuilder printable, int codePoint) {
        if (isPrintable(codePoint)) {
            printable.appendCodePoint(codePoint);
        } else {
            for (char unit : Character.toChars(codePoint)) {
                printable.append("\\u").append(HexFormat.of().toHexDigits(unit));
            }
        }
    }

    /**
     * Not printable are control characters, formats such as a change of direction, line and paragraph separators, and
     * half a character.
     */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
