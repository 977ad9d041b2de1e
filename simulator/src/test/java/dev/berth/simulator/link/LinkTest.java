package dev.berth.simulator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.simulator.link.FailingRequest.Moment;
import io.vertx.core.Vertx;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that takes frames as Kafka has them, and answers each with its key. */
class LinkTest {
    private static final int PRODUCE = 0;
    private static final int FETCH = 1;
    private static final int WAIT_MS_MAX = 20_000;
    private static final int SILENCE_MS = 500;

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::acceptOnAndOn);
        thread.setDaemon(true);
        thread.start();
        link = Link.open(vertx, 0, server.getLocalPort());
    }

    @AfterEach
    void stop() throws Exception {
        link.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void passesOnWhatIsSentBothWays() throws IOException {
        try (Peer peer = new Peer()) {
            peer.send(FETCH);
            assertThat(peer.answer()).isEqualTo(FETCH);
            peer.send(PRODUCE);
            assertThat(peer.answer()).isEqualTo(PRODUCE);
        }
    }

    @Test
    void breaksConnectionsAndNewOnesUntilItIsMended() throws IOException {
        try (Peer peer = new Peer()) {
            peer.send(FETCH);
            peer.answer();
            link.cut();
            assertThatThrownBy(peer::answer).isInstanceOf(EOFException.class);
        }
        try (Peer peer = new Peer()) {
            assertThatThrownBy(peer::answer).isInstanceOf(IOException.class);
        }
        link.mend();
        try (Peer peer = new Peer()) {
            peer.send(FETCH);
            assertThat(peer.answer()).isEqualTo(FETCH);
        }
    }

    @Test
    void keepsConnectionsWhileItIsSilentAndPassesOnAfterwards() throws IOException {
        try (Peer peer = new Peer()) {
            peer.send(FETCH);
            peer.answer();
            link.silence();
            peer.send(PRODUCE);
            peer.socket.setSoTimeout(SILENCE_MS);
            assertThatThrownBy(peer::answer).isInstanceOf(SocketTimeoutException.class);
            assertThat(received).containsExactly(FETCH);
            link.mend();
            peer.socket.setSoTimeout(WAIT_MS_MAX);
            assertThat(peer.answer()).isEqualTo(PRODUCE);
        }
    }

    @Test
    void losesARequestBeforeItArrives() throws IOException {
        link.fail(new FailingRequest(KafkaRequest.PRODUCE, Moment.BEFORE, 2));
        try (Peer peer = new Peer()) {
            peer.send(PRODUCE);
            assertThat(peer.answer()).isEqualTo(PRODUCE);
            peer.send(FETCH);
            assertThat(peer.answer()).isEqualTo(FETCH);
            peer.send(PRODUCE);
            assertThatThrownBy(peer::answer).isInstanceOf(EOFException.class);
            assertThat(received).containsExactly(PRODUCE, FETCH);
        }
    }

    @Test
    void losesTheAnswerOfARequestThatArrived() throws IOException {
        FailingRequest failing = new FailingRequest(KafkaRequest.PRODUCE, Moment.AFTER, 1);
        link.fail(failing);
        try (Peer peer = new Peer()) {
            peer.send(PRODUCE);
            assertThatThrownBy(peer::answer).isInstanceOf(EOFException.class);
            assertThat(received).containsExactly(PRODUCE);
            assertThat(failing.isDone()).isTrue();
        }
        try (Peer peer = new Peer()) {
            peer.send(PRODUCE);
            assertThat(peer.answer()).as("only once").isEqualTo(PRODUCE);
        }
    }

    private void acceptOnAndOn() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answerOnAndOn(socket));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void answerOnAndOn(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                int length = in.readInt();
                int key = in.readShort();
                in.readNBytes(length - 2);
                received.add(key);
                out.writeInt(key);
            }
        } catch (IOException ended) {
            // The client has gone.
        }
    }

    private final class Peer implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;

        Peer() {
            try {
                socket = new Socket("127.0.0.1", link.port());
                socket.setSoTimeout(WAIT_MS_MAX);
                in = new DataInputStream(socket.getInputStream());
                out = new DataOutputStream(socket.getOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void send(int key) throws IOException {
            out.writeInt(2 + 10);
            out.writeShort(key);
            out.write(new byte[10]);
        }

        int answer() throws IOException {
            return in.readInt();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
