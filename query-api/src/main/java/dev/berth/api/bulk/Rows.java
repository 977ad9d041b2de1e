package dev.berth.api.bulk;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.JsonBytes;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One kind of rows, in the order of their keys. Immutable.
 *
 * @param name of the list in the answer
 * @param all in order
 * @param key of a row, as {@code after} has it
 * @param order of the keys
 */
record Rows<T>(String name, List<T> all, Function<T, String> key, Comparator<String> order, Writer<T> writer) {
    /** Writes one row as a JSON object. */
    @FunctionalInterface
    interface Writer<T> {
        void write(JsonGenerator json, T row) throws IOException;
    }

    /**
     * Some rows behind one another.
     *
     * @param last the key of the last of them, if there are more behind it
     */
    record Page<T>(List<T> rows, Optional<String> last) {}

    /** The first rows behind a key, however many rows there are before it. */
    Page<T> page(Optional<String> after, int limit) {
        int begin = after.map(this::behind).orElse(0);
        int end = Math.min(all.size(), begin + Math.min(limit, all.size()));
        return new Page<>(
                all.subList(begin, end),
                end < all.size() ? Optional.of(key.apply(all.get(end - 1))) : Optional.empty());
    }

    /** The index of the first row with a key behind this one. */
    private int behind(String after) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.compare(key.apply(all.get(middle)), after) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /**
     * The answer's body.
     *
     * @param page the rows of the page
     * @param asOf the position that they are of; empty before anything was decided
     * @param next what leads to the next page; empty for the last
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
