package dev.berth.auditor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A list of ids, one on a line; behind # is a comment, of any bytes. For one thread. */
final class LiveLines {
    /** How long a line may be, in bytes. */
    static final int LINE_LENGTH_MAX = 1_000;

    /** How many lines there may be, those without an id too. */
    static final long LINES_MAX = 10_000_000;

    private final Reader in;
    private final LiveIds ids = new LiveIds();
    private long line = 1;

    LiveLines(InputStream bytes) {
        // One character for each byte: ids are ASCII, and what is not can be shown with its line.
        in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.ISO_8859_1));
    }

    LiveDocument read() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                take(text);
            } else if (text.length() < LINE_LENGTH_MAX) {
                text.append((char) next);
            } else {
                throw new LiveListException("line " + line + ": expected at most " + LINE_LENGTH_MAX + " bytes");
            }
        }
        take(text);
        return new LiveDocument(ids, false, Optional.empty());
    }

    private void take(StringBuilder text) {
        int comment = text.indexOf("#");
        String id = (comment < 0 ? text.toString() : text.substring(0, comment)).strip();
        if (!id.isEmpty()) {
            ids.add(id, line);
        }
        text.setLength(0);
        line++;
        if (line > LINES_MAX) {
            throw new LiveListException("expected at most " + LINES_MAX + " lines");
        }
    }
}
