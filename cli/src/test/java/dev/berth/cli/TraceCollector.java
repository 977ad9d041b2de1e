package dev.berth.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * Takes traces by OTLP over HTTP, as a collector does, and keeps what it is told. It reads of the protobuf messages
 * what tests ask: {@code TracesData}, {@code ResourceSpans}, {@code ScopeSpans}, {@code Span} and their texts.
 */
final class TraceCollector implements AutoCloseable {
    private static final String PATH = "/v1/traces";
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int START = 7;
    private static final int END = 8;
    private static final int ATTRIBUTES = 9;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** One span; ids in hex, the parent's empty for a root, times in nanoseconds since the epoch. */
    record Span(String trace, String id, String parent, String name, long start, long end, Map<String, String> texts) {}

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PATH, this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    List<Span> spans() {
        return spans;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            boolean isPacked = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
            read(isPacked ? new GZIPInputStream(body).readAllBytes() : body.readAllBytes());
        }
        exchange.getResponseHeaders().add("content-type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void read(byte[] message) {
        for (Field resource : Field.all(message, RESOURCE_SPANS)) {
            for (Field scope : Field.all(resource.bytes(), SCOPE_SPANS)) {
                Field.all(scope.bytes(), SPANS).forEach(span -> spans.add(span(span.bytes())));
            }
        }
    }

    private static Span span(byte[] message) {
        Map<String, String> texts = new TreeMap<>();
        for (Field attribute : Field.all(message, ATTRIBUTES)) {
            String key = Field.text(attribute.bytes(), 1);
            Field.all(attribute.bytes(), 2).forEach(value -> texts.put(key, Field.text(value.bytes(), 1)));
        }
        return new Span(
                Field.hex(message, TRACE_ID),
                Field.hex(message, SPAN_ID),
                Field.hex(message, PARENT_ID),
                Field.text(message, NAME),
                Field.number(message, START),
                Field.number(message, END),
                texts);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A field of a protobuf message: bytes, or a number. */
    private record Field(int id, byte[] bytes, long value) {
        static List<Field> all(byte[] message, int id) {
            List<Field> found = new CopyOnWriteArrayList<>();
            ByteArrayInputStream in = new ByteArrayInputStream(message);
            while (in.available() > 0) {
                Field next = next(in);
                if (next.id() == id) {
                    found.add(next);
                }
            }
            return found;
        }

        private static Field next(ByteArrayInputStream in) {
            long tag = varint(in);
            int id = (int) (tag >>> 3);
            try {
                return switch ((int) tag & 7) {
                    case 0 -> new Field(id, new byte[0], varint(in));
                    case 1 -> new Field(id, new byte[0], fixed(in, 8));
                    case 2 -> new Field(id, in.readNBytes((int) varint(in)), 0);
                    case 5 -> new Field(id, new byte[0], fixed(in, 4));
                    default -> throw new IllegalStateException("expected a field but got the tag " + tag);
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long varint(ByteArrayInputStream in) {
            long value = 0;
            int shift = 0;
            int next;
            do {
                next = in.read();
                value |= (long) (next & 0x7f) << shift;
                shift += 7;
            } while ((next & 0x80) != 0);
            return value;
        }

        private static long fixed(ByteArrayInputStream in, int bytes) {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= (long) in.read() << 8 * i;
            }
            return value;
        }

        static String text(byte[] message, int id) {
            return new String(first(message, id).bytes(), StandardCharsets.UTF_8);
        }

        static String hex(byte[] message, int id) {
            return HexFormat.of().formatHex(first(message, id).bytes());
        }

        static long number(byte[] message, int id) {
            return first(message, id).value();
        }

        private static Field first(byte[] message, int id) {
            return all(message, id).stream().findFirst().orElse(new Field(id, new byte[0], 0));
        }
    }
}
