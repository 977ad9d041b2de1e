package dev.berth.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a registry that answers a byte at a time, for ever: no read of it takes long. */
@Timeout(30)
class BoundedRegistryClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    @Test
    void endsAQuestionWhoseAnswerDripsInWithoutEndAndThoseBehindItAtOnce() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SchemaRegistry registry = SchemaRegistry.connect(
                        "http://127.0.0.1:" + slow.getLocalPort(), ImmutableMap.of("max.retries", "0"), TIMEOUT)) {
            Thread server = new Thread(() -> drip(slow));
            server.setDaemon(true);
            server.start();

            long beganNs = System.nanoTime();
            assertThatThrownBy(() -> registry.client().getSchemaById(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no whole answer came within 1 s");
            assertThatThrownBy(() -> registry.client().getSchemaById(2))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("has not answered an earlier question yet");
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(TIMEOUT.multipliedBy(5));
        }
    }

    /** One question right after the other: that one was answered must not be taken for hanging. */
    @Test
    void tellsOfEachQuestionWhatTheClientSays() {
        try (SchemaRegistry registry = SchemaRegistry.connect(
                "http://127.0.0.1:1", ImmutableMap.of("max.retries", "0"), Duration.ofSeconds(10))) {
            for (int id = 1; id <= 200; id++) {
                int schemaId = id;
                assertThatThrownBy(() -> registry.client().getSchemaById(schemaId))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("refused");
            }
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                connection.getOutputStream().write(' ');
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException done) {
            // The test has ended.
        }
    }
}
