package dev.berth.terminal;

import dev.berth.events.model.Printable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a command prints on its way to a terminal: nothing that comes through here moves a cursor, no matter who wrote
 * it and whichever command forgot to ask. Lines stay lines, so a command has to see to it itself that a name of
 * somebody else's begins none. Not thread-safe; the writer around it is.
 */
public final class PrintableWriter extends FilterWriter {
    private static final char NONE = 0;

    /** Half a character, whose other half still has to come. */
    private char half = NONE;

    private PrintableWriter(Writer out) {
        super(out);
    }

    public static PrintWriter on(Writer out) {
        return new Guarded(out);
    }

    /** What is under a writer that was made here, for a file or a program that wants what is so, printable or not. */
    public static PrintWriter unguarded(PrintWriter writer) {
        return writer instanceof Guarded guarded ? new PrintWriter(guarded.under, true) : writer;
    }

    private static final class Guarded extends PrintWriter {
        private final Writer under;

        private Guarded(Writer under) {
            super(new PrintableWriter(under), true);
            this.under = under;
        }
    }

    @Override
    public void write(int unit) throws IOException {
        write(String.valueOf((char) unit), 0, 1);
    }

    @Override
    public void write(char[] units, int offset, int length) throws IOException {
        write(String.valueOf(units, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        String whole = (half == NONE ? "" : String.valueOf(half)) + text.substring(offset, offset + length);
        char last = whole.charAt(whole.length() - 1);
        half = Character.isHighSurrogate(last) ? last : NONE;
        out.write(Printable.whole(half == NONE ? whole : whole.substring(0, whole.length() - 1)));
    }

    @Override
    public void flush() throws IOException {
        if (half != NONE) {
            out.write(Printable.whole(String.valueOf(half)));
            half = NONE;
        }
        out.flush();
    }
}
