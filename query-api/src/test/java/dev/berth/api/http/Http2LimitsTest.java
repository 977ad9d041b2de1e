package dev.berth.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.api.server.BrokerlessServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What one connection of HTTP/2 may take; frame by frame, as no client would send them. */
class Http2LimitsTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int STREAMS_SETTING = 3;
    private static final int REFUSED_STREAM = 7;

    private static final int END_STREAM = 1;
    private static final int CANCEL = 8;
    private static final byte[] POST = headers(
            ":method", "POST",
            ":path", "/resource_classes",
            ":scheme", "http",
            ":authority", "127.0.0.1",
            "x-auth-token", "admin",
            "openstack-api-version", "placement 1.20",
            "content-type", "application/json");

    private record Frame(int type, int stream, ByteBuffer payload) {}

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Headers as literals that are kept in no table. */
    private static byte[] headers(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                out.write(0);
            }
            out.write(namesAndValues[i].length());
            out.writeBytes(namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static Frame read(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.readByte();
        return new Frame(type, in.readInt(), ByteBuffer.wrap(in.readNBytes(length)));
    }

    private static Socket open(BrokerlessServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(frame(SETTINGS, 0, 0, new byte[0]));
        return socket;
    }

    /** Each holds memory for as long as a body may take to come, and one connection could open millions. */
    @Test
    void boundsTheRequestsThatAreUnderWayOnOneConnection() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                Socket socket = open(server)) {
            for (int i = 0; i <= HttpApi.STREAMS_MAX; i++) {
                int stream = 1 + 2 * i;
                socket.getOutputStream().write(frame(HEADERS, END_HEADERS, stream, POST));
                if (i < HttpApi.STREAMS_MAX) {
                    socket.getOutputStream().write(frame(DATA, 0, stream, new byte[] {'{'}));
                }
            }

            Set<Integer> told = new HashSet<>();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Frame refused = read(in);
            while (refused.type() != RESET) {
                if (refused.type() == SETTINGS) {
                    while (refused.payload().hasRemaining()) {
                        int setting = refused.payload().getShort();
                        int value = refused.payload().getInt();
                        if (setting == STREAMS_SETTING) {
                            told.add(value);
                        }
                    }
                }
                refused = read(in);
            }
            assertThat(told).containsExactly(HttpApi.STREAMS_MAX);
            assertThat(refused.stream()).isEqualTo(1 + 2 * HttpApi.STREAMS_MAX);
            assertThat(refused.payload().getInt()).isEqualTo(REFUSED_STREAM);
        }
    }

    /** One line each with its stack filled the disk of whoever was asked. */
    @Test
    void saysNothingOfRequestsThatClientsTakeBack() throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(Exchange.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
                Socket socket = open(server)) {
            socket.getOutputStream().write(frame(HEADERS, END_HEADERS, 1, POST));
            socket.getOutputStream().write(frame(DATA, 0, 1, new byte[] {'{'}));
            socket.getOutputStream()
                    .write(frame(
                            RESET, 0, 1, ByteBuffer.allocate(4).putInt(CANCEL).array()));
            socket.getOutputStream().write(frame(HEADERS, END_HEADERS | END_STREAM, 3, POST));

            // Whatever is said of the first is said by the time that the next one is answered.
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Frame answer = read(in);
            while (answer.type() != HEADERS) {
                answer = read(in);
            }
            assertThat(answer.stream()).isEqualTo(3);
            assertThat(said.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
        } finally {
            logger.detachAppender(said);
        }
    }
}
