package dev.berth.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client of HTTP/2 that gives up one of its requests while much of the answer waits in the server for the socket, and
 * goes on with others on the same connection, as proxies do whose own clients have gone.
 */
@Timeout(60)
final class CancelledStreamTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_OF_STREAM = 1;
    private static final int END_OF_HEADERS = 4;
    private static final int WINDOW_MAX = Integer.MAX_VALUE;
    private static final int CANCEL = 8;

    /** More than is made before the first of it is sent. */
    private static final int BYTES = 8_000_000;

    private static final int ENOUGH = 100_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What came of a stream. */
    private static final class Heard {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean isEnded;
    }

    @Test
    void keepsTheConnectionAndWhatWaitsOnItWhenOneAnswerIsGivenUp() throws Exception {
        List<Route> routes = List.of(letters("/a", 'a'), letters("/b", 'b'), letters("/c", 'c'));
        HttpApi api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0),
                        routes,
                        new ViewBarrier(new DirectCommandLog(System::currentTimeMillis), Duration.ofSeconds(1)),
                        meters)
                .start();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", api.port()));
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            out.write(frame(
                    SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW_MAX)));
            out.write(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW_MAX - 65_535)));
            out.write(get(1, "/a"));
            // Until the socket is full, so that what comes next waits behind it.
            TimeUnit.MILLISECONDS.sleep(700);
            out.write(get(3, "/b"));
            Heard[] heard = {null, new Heard(), null, new Heard(), null, new Heard()};
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (heard[3].body.size() < ENOUGH) {
                hear(in, heard);
            }
            TimeUnit.MILLISECONDS.sleep(300);
            out.write(frame(RST_STREAM, 0, 3, ByteBuffer.allocate(4).putInt(CANCEL)));
            out.write(get(5, "/c"));
            TimeUnit.MILLISECONDS.sleep(300);
            while (!heard[1].isEnded || !heard[5].isEnded) {
                hear(in, heard);
            }

            assertThat(heard[3].isEnded).isFalse();
            assertThat(heard[3].body.toString(US_ASCII))
                    .as("what had been sent of it")
                    .matches("b*+");
            assertThat(heard[1].body.toString(US_ASCII)).hasSize(BYTES).matches("a*+");
            assertThat(heard[5].body.toString(US_ASCII)).hasSize(BYTES).matches("c*+");
        } finally {
            api.close();
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                meters.get("berth.http.answers.bytes").gauge().value())
                        .isZero());
    }

    private static Route letters(String path, char letter) {
        return Route.get(path)
                .content(Route.Content.ANY)
                .summary("Made for a test.")
                .replies(200)
                .answeredBy(call -> {
                    int[] left = {BYTES};
                    byte[] some = String.valueOf(letter).repeat(10_000).getBytes(US_ASCII);
                    return Answer.inPieces(
                            into -> {
                                into.octets(some);
                                left[0] -= some.length;
                                return left[0] > 0;
                            },
                            false);
                });
    }

    private static void hear(DataInputStream in, Heard[] heard) throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(lengthAndType >>> 8);
        int type = lengthAndType & 0xff;
        assertThat(type).as("the connection goes on").isNotEqualTo(GOAWAY);
        if (type == DATA) {
            heard[stream].body.write(payload);
        }
        if (type == DATA || type == HEADERS) {
            heard[stream].isEnded |= (flags & END_OF_STREAM) != 0;
        }
    }

    private static byte[] get(int stream, String path) throws Exception {
        DefaultHttp2Headers headers = new DefaultHttp2Headers();
        headers.method("GET").scheme("http").authority("x").path(path);
        headers.add("x-auth-token", "admin");
        headers.add("openstack-api-version", "placement 1.39");
        ByteBuf packed = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder().encodeHeaders(stream, headers, packed);
        return frame(
                HEADERS,
                END_OF_STREAM | END_OF_HEADERS,
                stream,
                ByteBuffer.allocate(packed.readableBytes())
                        .put(packed.array(), packed.arrayOffset(), packed.readableBytes()));
    }

    private static byte[] frame(int type, int flags, int stream, ByteBuffer payload) {
        byte[] bytes = payload.array();
        return ByteBuffer.allocate(9 + bytes.length)
                .putInt(bytes.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(bytes)
                .array();
    }
}
