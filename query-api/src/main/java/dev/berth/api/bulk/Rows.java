package dev.berth.api.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.JsonBytes;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One kind of rows, in the order of their keys.
 *
 * @param name of the list in the answer
 * @param all in order
 * @param key of a row, as {@code after} has it
 */
record Rows<T>(String name, Iterable<T> all, Function<T, String> key, Writer<T> writer) {
    /** Writes one row as a JSON object. */
    @FunctionalInterface
    interface Writer<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    /**
     * The answer's body.
     *
     * @param page the rows of the page
     * @param before what else is in the answer before them
     * @param next what leads to the next page
     */
    Answer.LongBody body(List<T> page, Optional<String> asOf, Optional<String> next) {
        Iterator<T> rows = page.iterator();
        byte[] head = JsonBytes.ascii("{\"as_of\":" + quoted(asOf) + ",\"" + name + "\":[");
        byte[] tail = JsonBytes.ascii("],\"next\":" + quoted(next) + "}");
        return new Answer.LongBody() {
            private boolean isBegun;

            @Override
            public boolean write(JsonBytes json) {
                if (!isBegun) {
                    json.octets(head);
                    if (rows.hasNext()) {
                        row(json);
                    }
                    isBegun = true;
                } else if (rows.hasNext()) {
                    json.octet(',');
                    row(json);
                }
                if (!rows.hasNext()) {
                    json.octets(tail);
                }
                return rows.hasNext();
            }

            private void row(JsonBytes json) {
                T row = rows.next();
                json.octets(JsonBytes.of(generator -> writer.write(generator, row)));
            }
        };
    }

    /** Both are texts without anything that JSON escapes: positions, and paths with encoded parameters. */
    private static String quoted(Optional<String> plain) {
        return plain.map(text -> '"' + text + '"').orElse("null");
    }
}
