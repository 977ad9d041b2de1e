package dev.berth.auditor;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * One document that lists what exists: lines of text, or JSON, whichever it begins like. All of it is read before
 * anything is said of it.
 *
 * @param isEmptyOnPurpose whether it is a whole answer that says that there is none, as of migrations
 * @param next where the rest of it is, if it says that it is a page
 */
record LiveDocument(LiveIds ids, boolean isEmptyOnPurpose, Optional<String> next) {
    private static final int BYTE_ORDER_MARK = 0xEF;

    /**
     * @throws LiveListException if it is no such list, or has no end
     * @throws IOException if it cannot be read
     */
    static LiveDocument read(InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes);
        in.mark(3);
        if (in.read() == BYTE_ORDER_MARK && in.read() == 0xBB && in.read() == 0xBF) {
            in.mark(3);
        }
        in.reset();
        int first = first(in);
        return first == '[' || first == '{' ? new LiveJson(in).read() : new LiveLines(in).read();
    }

    /** The first byte that is no blank, which stays to be read; blank lines before JSON have no bound but this. */
    private static int first(BufferedInputStream in) throws IOException {
        in.mark(1024);
        for (int i = 0; i < 1024; i++) {
            int next = in.read();
            if (next < 0 || !Character.isWhitespace(next)) {
                in.reset();
                return next;
            }
        }
        in.reset();
        return ' ';
    }
}
