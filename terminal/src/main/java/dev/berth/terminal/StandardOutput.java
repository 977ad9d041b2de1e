package dev.berth.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Standard output that lets no failure pass: a command that goes on printing to a full disk would say by its exit
 * status that all is well. Java's own streams keep such a failure to themselves. Not thread-safe; the writer around it
 * is.
 */
public final class StandardOutput extends Writer {
    private final Writer out;

    private StandardOutput(OutputStream out) {
        this.out = new OutputStreamWriter(out, charset());
    }

    /** The output of this process. Printing ends with {@link OutputLostException} if it cannot be written. */
    public static PrintWriter ofProcess() {
        return on(new FileOutputStream(FileDescriptor.out));
    }

    /** The same on another stream. */
    public static PrintWriter on(OutputStream out) {
        return new PrintWriter(new StandardOutput(out), true);
    }

    /** Newer Javas have a character set for what is printed, others one for all. */
    private static Charset charset() {
        String named = System.getProperty("stdout.encoding");
        return named == null ? Charset.defaultCharset() : Charset.forName(named);
    }

    @Override
    public void write(char[] units, int offset, int length) {
        attempt(() -> out.write(units, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) {
        attempt(() -> out.write(text, offset, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    @Override
    public void close() {
        attempt(out::close);
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            throw new OutputLostException(e);
        }
    }
}
