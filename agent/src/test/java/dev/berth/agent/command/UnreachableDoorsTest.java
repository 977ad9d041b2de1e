package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is told of a service, a Kafka or a registry that is not there: one sentence, in time, and no trace. */
class UnreachableDoorsTest {
    private static final long TIMEOUT_MS = 10_000;

    @TempDir
    private Path dir;

    @Test
    void saysThatNoServiceHasThatName() {
        assertThat(told("--url", "http://no-such-host.invalid:8778")).contains("no-such-host.invalid", "no host has");
    }

    @Test
    void saysThatNoServiceListensThere() throws IOException {
        assertThat(told("--url", "http://127.0.0.1:" + closedPort()))
                .contains("cannot reach the service", "nothing listens there");
    }

    @Test
    void saysThatAServiceIsAskedByTlsThatSpeaksPlainly() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerPlainly(plain));
            server.setDaemon(true);
            server.start();
            assertThat(told("--url", "https://127.0.0.1:" + plain.getLocalPort()))
                    .contains("a service without --tls-cert wants http:// in --url");
        }
    }

    @Test
    void takesNoOtherServersWordForAGrantedReport() throws IOException {
        for (String answer : List.of(
                "200 OK\r\ncontent-length: 0\r\n\r\n",
                "200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "200 OK\r\ncontent-length: 3\r\n\r\n[1]",
                "200 OK\r\ncontent-length: 6\r\n\r\n<html>",
                "204 No Content\r\n\r\n",
                "302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n")) {
            try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread server = new Thread(() -> answerAlways(stranger, "HTTP/1.1 " + answer));
                server.setDaemon(true);
                server.start();
                assertThat(told("--url", "http://127.0.0.1:" + stranger.getLocalPort()))
                        .containsAnyOf("expected", "is this the right address?", "not followed");
            }
        }
    }

    @Test
    void refusesAUrlThatIsNoneOfHttp() {
        for (String url : List.of("ftp://x", "file:///etc/passwd", "http:foo", "http://127.0.0.1:99999", "", "x")) {
            assertThat(told("--url", url)).contains("expected --url such as");
            assertThat(told("--placement", url)).contains("expected --placement such as");
        }
        assertThat(told("--url", "http://me:secret@here:1"))
                .contains("without a user")
                .doesNotContain("secret");
    }

    /** Its client logs a trace of each failure otherwise, besides the sentence that the agent says. */
    @Test
    void keepsTheRegistrysClientQuiet() {
        AgentLog.set(false);
        assertThat(LoggerFactory.getLogger(AgentLog.REGISTRY_CLIENT).isErrorEnabled())
                .isFalse();
    }

    @Test
    void saysThatWhatAnswersIsNoKafka() throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerAlways(stranger, "HTTP/1.1 400 Bad Request\r\n\r\n"));
            server.setDaemon(true);
            server.start();
            String address = "127.0.0.1:" + stranger.getLocalPort();
            assertThat(told(kafka(address, "http://127.0.0.1:1"))).contains("what answers at " + address, "no Kafka");
        }
    }

    @Test
    void saysThatNoKafkaHasThatName() {
        assertThat(told(kafka("no-such-host.invalid:9092", "http://127.0.0.1:1")))
                .contains("no-such-host.invalid:9092", "bootstrap");
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 25 s; run with -Dfaults=true")
    void saysInTimeThatNobodyAnswersThere() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            assertThat(told("--url", "http://" + address)).contains("nothing answers there in time");
            assertThat(told("--url", "https://" + address)).contains("cannot reach the service");
            assertThat(told(kafka(address, "http://127.0.0.1:1"))).contains("it does not answer");
            assertThat(told(kafka("127.0.0.1:" + closedPort(), "http://127.0.0.1:1")))
                    .contains("it does not answer");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 10 s; run with -Dfaults=true")
    void saysInTimeThatAnAnswerDripsInWithoutEnd() throws IOException {
        for (String option : List.of("--url", "--placement")) {
            try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                Thread server = new Thread(() -> drip(slow));
                server.setDaemon(true);
                server.start();
                assertThat(told(option, "http://127.0.0.1:" + slow.getLocalPort()))
                        .contains("nothing answers there in time");
            }
        }
    }

    private String[] kafka(String servers, String registry) {
        return new String[] {
            "--kafka",
            servers,
            "--registry",
            registry,
            "--key",
            dir.resolve("agent.pem").toString()
        };
    }

    /** What is said on standard error, which must be a line in time. */
    private static String told(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--once", "--host-name", "here"));
        arguments.addAll(List.of(options));
        long beganMs = System.currentTimeMillis();
        Run run = Run.of(arguments.toArray(String[]::new));
        assertThat(System.currentTimeMillis() - beganMs).isLessThan(TIMEOUT_MS);
        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err().lines().filter(line -> !line.startsWith("warning: ")))
                .as(run.err())
                .hasSize(1);
        assertThat(run.err()).doesNotContain("\tat ", "Caused by");
        return run.err();
    }

    private static void answerPlainly(ServerSocket server) {
        try (var connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.getInputStream().readNBytes(1);
        } catch (IOException done) {
            // The test has ended.
        }
    }

    private static void answerAlways(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connection.getInputStream().read(new byte[65536]);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                connection.shutdownOutput();
                connection.getInputStream().readAllBytes();
            } catch (IOException done) {
                // The agent goes, or the test has ended.
            }
        }
    }

    private static void drip(ServerSocket server) {
        try (var connection = server.accept()) {
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nx: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                connection.getOutputStream().write('x');
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException done) {
            // The agent goes, or the test has ended.
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
