package dev.berth.api.fuzz;

import dev.berth.api.server.SampleRequest;
import dev.berth.events.fuzz.Mutation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes frames of HTTP/2 with prior knowledge: requests, and frames out of order, too long, of other streams or of no
 * kind. A frame is length 3, type 1, flags 1, stream 4, and what it carries.
 */
final class Http2Mutation {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private static final List<String[]> ODD = List.of(
            new String[] {"connection", "close"},
            new String[] {"transfer-encoding", "chunked"},
            new String[] {"content-length", "3"},
            new String[] {"content-length", "-1"},
            new String[] {"Upper", "case"},
            new String[] {":path", "/again"},
            new String[] {":status", "200"},
            new String[] {"host", "other"},
            new String[] {"te", "gzip"},
            new String[] {"a\nb", "c"},
            new String[] {"x", "a\r\nb: c"},
            new String[] {"", "empty"},
            new String[] {"x", "y".repeat(9_000)},
            new String[] {"cookie", "a=b"},
            new String[] {"openstack-api-version", "placement latest"});

    private Http2Mutation() {}

    static byte[] of(List<SampleRequest> samples, List<byte[]> valid, SplittableRandom random) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(frame(SETTINGS, 0, 0, new byte[0]));
        int stream = 1;
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            request(samples.get(random.nextInt(samples.size())), stream, frames, random);
            stream += 2;
        }
        for (int count = Math.max(0, random.nextInt(6) - 2); count > 0; count--) {
            // Before the settings nothing is taken, so mostly it stands behind them.
            int first = random.nextInt(20) == 0 ? 0 : 1;
            frames.add(first + random.nextInt(frames.size() + 1 - first), strange(stream, random));
        }
        if (random.nextInt(8) == 0) {
            byte[] moved = frames.remove(random.nextInt(frames.size()));
            frames.add(random.nextInt(frames.size() + 1), moved);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (random.nextInt(20) > 0) {
            all.writeBytes(PREFACE);
        }
        frames.forEach(all::writeBytes);
        byte[] bytes = all.toByteArray();
        return random.nextInt(3) == 0
                ? Mutation.of(bytes, valid, random.nextInt(4) == 0 ? 0 : PREFACE.length, random)
                : bytes;
    }

    private static void request(SampleRequest sample, int stream, List<byte[]> frames, SplittableRandom random) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", sample.method());
        if (random.nextInt(20) > 0) {
            literal(block, ":scheme", "http");
        }
        literal(block, ":path", random.nextInt(20) == 0 ? "no slash" : sample.path());
        if (random.nextInt(20) > 0) {
            literal(block, ":authority", "berth");
        }
        literal(block, "x-auth-token", "admin");
        literal(block, "openstack-api-version", "placement 1.39");
        sample.body().ifPresent(body -> literal(block, "content-type", "application/json"));
        for (int count = random.nextInt(3); count > 0; count--) {
            String[] odd = ODD.get(random.nextInt(ODD.size()));
            literal(block, odd[0], odd[1]);
        }
        byte[] headers = block.toByteArray();
        byte[] body = sample.body().orElse("").getBytes(StandardCharsets.UTF_8);
        int end = sample.body().isEmpty() ? END_STREAM : 0;
        if (random.nextInt(5) == 0) {
            int cut = random.nextInt(headers.length);
            frames.add(frame(HEADERS, end, stream, java.util.Arrays.copyOf(headers, cut)));
            frames.add(frame(
                    CONTINUATION, END_HEADERS, stream, java.util.Arrays.copyOfRange(headers, cut, headers.length)));
        } else {
            frames.add(frame(HEADERS, end | END_HEADERS, stream, headers));
        }
        if (sample.body().isPresent()) {
            if (random.nextInt(4) == 0) {
                frames.add(frame(DATA, 0, stream, body));
                frames.add(frame(DATA, END_STREAM, stream, new byte[0]));
            } else {
                frames.add(frame(DATA, random.nextInt(10) == 0 ? 0 : END_STREAM, stream, body));
            }
        }
    }

    private static byte[] strange(int streams, SplittableRandom random) {
        byte[] carried = new byte
                [switch (random.nextInt(6)) {
                    case 0 -> 0;
                    case 1 -> 4;
                    case 2 -> 5;
                    case 3 -> 6;
                    case 4 -> 8;
                    default -> random.nextInt(200);
                }];
        for (int i = 0; i < carried.length; i++) {
            carried[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
        }
        int stream = random.nextInt(4) == 0 ? 0 : random.nextInt(streams + 2);
        return frame(random.nextInt(12), random.nextInt(256), stream, carried);
    }

    /** A header that is written out whole and not remembered. */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        text(block, name);
        text(block, value);
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                block.write(rest & 0x7f | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    static byte[] frame(int type, int flags, int stream, byte[] carried) {
        byte[] frame = new byte[9 + carried.length];
        frame[0] = (byte) (carried.length >> 16);
        frame[1] = (byte) (carried.length >> 8);
        frame[2] = (byte) carried.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[5] = (byte) (stream >> 24);
        frame[6] = (byte) (stream >> 16);
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(carried, 0, frame, 9, carried.length);
        return frame;
    }
}
