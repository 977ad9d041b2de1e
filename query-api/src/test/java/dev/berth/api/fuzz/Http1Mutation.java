package dev.berth.api.fuzz;

import dev.berth.api.server.SampleRequest;
import dev.berth.events.fuzz.Mutation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes bytes of HTTP/1.1 that are strange in their framing, their heads, or anywhere. */
final class Http1Mutation {
    private static final List<String> HEADERS = List.of(
            "transfer-encoding: chunked",
            "transfer-encoding: gzip, chunked",
            "transfer-encoding: identity",
            "transfer-encoding: chunked, chunked",
            "Transfer-Encoding : chunked",
            "transfer-encoding:\tchunked",
            "content-length: 0",
            "content-length: 1",
            "content-length: 5, 5",
            "content-length: +5",
            "content-length: -1",
            "content-length: 99999999999999999999",
            "content-length: 0x10",
            "content-length:",
            "expect: 100-continue",
            "expect: 200-maybe",
            "connection: close",
            "connection: keep-alive, upgrade",
            "connection: upgrade, http2-settings",
            "upgrade: h2c",
            "http2-settings: AAMAAABkAAQAoAAAAAIAAAAA",
            "upgrade: websocket",
            "host: a",
            "host:",
            "host: a, b",
            "host: [::1",
            "accept: */*;q=0.0001",
            "accept: a/b;c=\"d",
            "accept: " + "a/b;c=d,".repeat(200),
            "accept:",
            "openstack-api-version: placement 1.39",
            "openstack-api-version: placement latest",
            "openstack-api-version: placement " + "1".repeat(3_000),
            "openstack-api-version: " + " ".repeat(3_000) + "x",
            "openstack-api-version: " + "placement,".repeat(300),
            "x-auth-token: ",
            "x-auth-token: admin:p:u",
            "x-roles: " + "r,".repeat(1_000),
            "x-openstack-request-id: req-1",
            "x-berth-request-id: \u00ff",
            "x-berth-forwarded-by: me",
            "idempotency-key: \"",
            "idempotency-key: " + "k".repeat(300),
            "x-berth-barrier: 0@0",
            "x-berth-barrier: @",
            "x-berth-max-staleness: 1s",
            "origin: null",
            "content-encoding: gzip",
            " folded: header",
            "no colon",
            ":",
            "\u0000: a",
            "a\u0000: b",
            "a: b\u0000c",
            "a: b\rc",
            "x".repeat(9_000) + ": y",
            "te: trailers",
            "trailer: content-length",
            "content-type: text/plain",
            "content-type: application/json; charset=utf-16",
            "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-version: 13",
            "cookie: " + "a=b;".repeat(500));

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "http/1.1", "HTTP/1.1 x", "");
    private static final List<String> METHODS = List.of(
            "GET",
            "PUT",
            "POST",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "PATCH",
            "CONNECT",
            "TRACE",
            "PRI",
            "get",
            "G\u0000T",
            "");
    private static final List<String> ENDS = List.of("\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n\r\n", "\n\r\n");

    private Http1Mutation() {}

    /** One request or several behind each other. */
    static byte[] of(List<SampleRequest> samples, List<byte[]> valid, SplittableRandom random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int count = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1; count > 0; count--) {
            all.writeBytes(one(samples.get(random.nextInt(samples.size())), random));
        }
        byte[] bytes = all.toByteArray();
        return random.nextInt(3) == 0 ? Mutation.of(bytes, valid, 0, random) : bytes;
    }

    private static byte[] one(SampleRequest sample, SplittableRandom random) {
        boolean isOdd = random.nextInt(3) == 0;
        String end = isOdd ? ENDS.get(random.nextInt(ENDS.size())) : "\r\n";
        String method = random.nextInt(8) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : sample.method();
        String target = switch (random.nextInt(16)) {
            case 0 -> "http://a" + sample.path();
            case 1 -> "*";
            case 2 -> "//" + sample.path();
            case 3 -> sample.path() + "#f";
            case 4 -> sample.path().replace("/", "%2F");
            case 5 -> "/" + "%3C".repeat(1 + random.nextInt(2_000));
            case 6 -> "/regions/" + "r".repeat(random.nextInt(80)) + sample.path();
            default -> sample.path();
        };
        String version = isOdd ? VERSIONS.get(random.nextInt(VERSIONS.size())) : "HTTP/1.1";
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + end);
        if (random.nextInt(12) > 0) {
            head.append("host: berth").append(end);
        }
        if (random.nextInt(12) > 0) {
            head.append("x-auth-token: admin").append(end);
        }
        head.append("openstack-api-version: placement 1.39").append(end);
        for (int count = random.nextInt(4); count > 0; count--) {
            head.append(HEADERS.get(random.nextInt(HEADERS.size()))).append(end);
        }
        byte[] body = sample.body().orElse("").getBytes(StandardCharsets.UTF_8);
        String framed = sample.body().isEmpty() ? "" : body(head, body, end, random);
        return (head + end + framed).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Appends what says how long the body is, truly or not; the body as it goes on the wire. */
    private static String body(StringBuilder head, byte[] body, String end, SplittableRandom random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        head.append("content-type: application/json").append(end);
        switch (random.nextInt(6)) {
            case 0:
                head.append("content-length: ")
                        .append(body.length + random.nextInt(7) - 3)
                        .append(end);
                return text;
            case 1:
                head.append("content-length: ").append(body.length).append(end);
                head.append("transfer-encoding: chunked").append(end);
                return chunked(text, random);
            case 2:
            case 3:
                head.append("transfer-encoding: chunked").append(end);
                return chunked(text, random);
            default:
                head.append("content-length: ").append(body.length).append(end);
                return text;
        }
    }

    private static String chunked(String text, SplittableRandom random) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int size = Math.min(text.length() - at, 1 + random.nextInt(text.length()));
            String said = switch (random.nextInt(14)) {
                case 0 -> Integer.toHexString(size + random.nextInt(5) - 2);
                case 1 -> "-" + size;
                case 2 -> "ffffffffffffffffff";
                case 3 -> "0x" + size;
                case 4 -> "";
                case 5 -> Integer.toHexString(size) + ";ext=\"" + "e".repeat(random.nextInt(3_000));
                case 6 -> " " + Integer.toHexString(size) + " ";
                case 7 -> "7fffffff";
                default -> Integer.toHexString(size);
            };
            chunks.append(said).append("\r\n").append(text, at, at + size).append("\r\n");
            at += size;
        }
        String trailer = switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "0\r\ncontent-length: 5\r\n\r\n";
            case 2 -> "0\r\n" + "t: u\r\n".repeat(random.nextInt(2_000)) + "\r\n";
            case 3 -> "00000\r\n\r\n";
            default -> "0\r\n\r\n";
        };
        return chunks + trailer;
    }
}
