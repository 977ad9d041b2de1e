package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FirstContactTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** A read of a socket heeds no interrupt. */
    @Test
    void endsInTimeWhateverHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new FirstContact().await(SHORT, "the service at here", () -> readFrom(silent)))
                    .isInstanceOf(CannotRunException.class)
                    .hasMessageContaining("the service at here has not answered within 1 s");
        }
    }

    @Test
    void givesTheWorkItsTimeOnceThereWasContact() throws InterruptedException {
        FirstContact contact = new FirstContact();

        assertThat(contact.await(Duration.ofMillis(200), "anybody", () -> {
                    contact.made();
                    Thread.sleep(600);
                    return 3;
                }))
                .isEqualTo(3);
    }

    @Test
    void waitsAsLongAsOneAfterTheOtherAnswers() throws InterruptedException {
        FirstContact contact = new FirstContact();

        assertThat(contact.await(SHORT, "anybody", () -> {
                    for (int question = 0; question < 5; question++) {
                        Thread.sleep(300);
                        contact.answered();
                    }
                    return 3;
                }))
                .isEqualTo(3);
    }

    @Test
    void tellsWhatTheWorkHasToSayOfItself() {
        assertThatThrownBy(() -> new FirstContact().await(SHORT, "anybody", () -> {
                    throw new CannotRunException("no such file");
                }))
                .isInstanceOf(CannotRunException.class)
                .hasMessage("no such file");
    }

    private static int readFrom(ServerSocket silent) throws IOException {
        try (Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
            return socket.getInputStream().read();
        }
    }
}
