package dev.berth.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against servers that answer otherwise than a service does. */
@Timeout(20)
class HttpServiceTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration SHORT = Duration.ofMillis(700);

    /** What a server writes once it was asked. */
    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @Test
    void endsAnAnswerWhoseHeadDripsIn() throws IOException {
        assertThatThrownBy(() -> askOne(out -> drip(out, OK + "x: "))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void endsAnAnswerWhoseBodyDripsIn() throws IOException {
        assertThatThrownBy(() -> askOne(out -> drip(out, OK + "\r\n"))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void endsAnAnswerWhoseBodyDripsInByChunks() throws IOException {
        assertThatThrownBy(() -> askOne(out -> {
                    write(out, OK + "transfer-encoding: chunked\r\n\r\n");
                    while (true) {
                        write(out, "1\r\n \r\n");
                        Thread.sleep(50);
                    }
                }))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void refusesAnAnswerThatNeverComesToItsEnd() {
        assertThatThrownBy(() -> askOne(
                        out -> {
                            write(out, OK + "\r\n");
                            byte[] blanks = new byte[65536];
                            while (true) {
                                out.write(blanks);
                            }
                        },
                        Duration.ofSeconds(15)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void takesInterimAnswersWithoutEndForNoHttp() {
        assertThatThrownBy(() -> askOne(
                        out -> {
                            while (true) {
                                write(out, "HTTP/1.1 100 Continue\r\n\r\n");
                            }
                        },
                        Duration.ofSeconds(15)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no HTTP");
    }

    @Test
    void waitsForAnAnswerWithinItsTimeout() throws IOException {
        HttpAnswer answer = askOne(out -> {
            Thread.sleep(100);
            write(out, "HTTP/1.1 418 Teapot\r\ncontent-length: 2\r\n\r\n{}");
        });

        assertThat(answer).isEqualTo(new HttpAnswer(418, "{}"));
    }

    private static HttpAnswer askOne(Answer answer) throws IOException {
        return askOne(answer, SHORT);
    }

    private static HttpAnswer askOne(Answer answer, Duration timeout) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(server, answer));
            thread.setDaemon(true);
            thread.start();
            return new HttpService(
                            URI.create("http://127.0.0.1:" + server.getLocalPort()),
                            Optional.empty(),
                            Optional::empty,
                            () -> {},
                            new HttpService.Timeouts(timeout, timeout))
                    .ask("GET", "/", Map.of(), Optional.empty());
        }
    }

    private static void serve(ServerSocket server, Answer answer) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read(new byte[4096]);
                answer.write(connection.getOutputStream());
            } catch (IOException done) {
                // The client has had enough.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void drip(OutputStream out, String head) throws IOException, InterruptedException {
        write(out, head);
        while (true) {
            write(out, " ");
            Thread.sleep(50);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
