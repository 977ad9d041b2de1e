package dev.berth.agent.sink;

import dev.berth.events.log.KafkaConnection;
import dev.berth.terminal.CannotRunException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;

/**
 * Asks the listener at Kafka's address whether it is Kafka. Kafka's own client takes the first four bytes of any
 * answer for a length and makes as much room, which is more than an agent has if they are those of HTTP. Stateless.
 */
public final class KafkaGreeting {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CORRELATION = 7;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final short API_VERSIONS = 18;
    private static final short NO_CLIENT_ID = -1;

    private KafkaGreeting() {}

    /**
     * Goes by what the first server says that says anything; who says nothing is left to Kafka's client, and so is TLS.
     *
     * @throws CannotRunException if that is no Kafka
     */
    public static void exchange(KafkaConnection kafka) {
        String protocol = kafka.clientSettings().getOrDefault("security.protocol", "PLAINTEXT");
        if (!protocol.toUpperCase(Locale.ROOT).endsWith("PLAINTEXT")) {
            return;
        }
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        for (String server : kafka.bootstrapServers().split(",")) {
            int left = (int) Duration.ofNanos(deadlineNs - System.nanoTime()).toMillis();
            int colon = server.lastIndexOf(':');
            if (left <= 0 || !server.substring(colon + 1).strip().matches("[0-9]{1,4}|[0-5][0-9]{4}|6[0-4][0-9]{3}")) {
                return;
            }
            String name = server.substring(0, Math.max(0, colon)).strip().replaceAll("[\\[\\]]", "");
            int port = Integer.parseInt(server.substring(colon + 1).strip());
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(name, port), left);
                socket.setSoTimeout(left);
                if (!isGreetedBack(socket)) {
                    throw new CannotRunException("what answers at " + server.strip() + " is no Kafka");
                }
                return;
            } catch (IOException silent) {
                // The next one may answer, or Kafka's client says what is wrong.
            }
        }
    }

    private static boolean isGreetedBack(Socket socket) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(14)
                .putInt(10)
                .putShort(API_VERSIONS)
                .putShort((short) 0)
                .putInt(CORRELATION)
                .putShort(NO_CLIENT_ID);
        socket.getOutputStream().write(request.array());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        return length >= Integer.BYTES && length <= ANSWER_BYTES_MAX && in.readInt() == CORRELATION;
    }
}
