package dev.berth.cli.output;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;

/** Reads lines that somebody types or pipes in, and no more of one than there can be sense in. For one thread. */
public final class BoundedLines {
    public static final int LENGTH_MAX = 10_000;

    private final BufferedReader in;
    private final int lengthMax;

    public BoundedLines(InputStream in, Charset charset) {
        this(in, charset, LENGTH_MAX);
    }

    public BoundedLines(InputStream in, Charset charset, int lengthMax) {
        this.lengthMax = lengthMax;
        this.in = new BufferedReader(new InputStreamReader(in, charset));
    }

    /**
     * The next line; empty at the end. Of one that is too long it is as many characters as a line may have and one
     * more, so that it is known from all others.
     */
    public Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        int unit = in.read();
        if (unit < 0) {
            return Optional.empty();
        }
        for (; unit >= 0 && unit != '\n'; unit = in.read()) {
            if (line.length() <= lengthMax && unit != '\r') {
                line.append((char) unit);
            }
        }
        return Optional.of(line.toString());
    }
}
