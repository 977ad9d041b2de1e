package dev.berth.api.differential;

import dev.berth.api.policy.PolicySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The Placement that is installed here, in a process of its own, with noauth2 and a database in a file. */
final class RealPlacement implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/placement-api");

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final String url;

    /** @param dir where its database and configuration are */
    RealPlacement(Path dir, PolicyCase policy) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        Files.writeString(dir.resolve("placement.conf"), configuration(dir, policy));
        ProcessBuilder builder = new ProcessBuilder(
                "/usr/bin/python3", PROGRAM.toString(), "--host", "127.0.0.1", "--port", Integer.toString(port));
        builder.environment().put("OS_PLACEMENT_CONFIG_DIR", dir.toString());
        process = builder.redirectErrorStream(true)
                .redirectOutput(dir.resolve("placement.log").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(TIMEOUT)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(
                                    "Placement has ended: " + Files.readString(dir.resolve("placement.log")));
                        }
                        new Socket("127.0.0.1", port).close();
                        return true;
                    });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static String configuration(Path dir, PolicyCase policy) {
        PolicySettings settings = policy.settings();
        return String.join(
                "\n",
                "[api]",
                "auth_strategy = noauth2",
                "[placement_database]",
                "connection = sqlite:///" + dir.resolve("placement.sqlite"),
                "sync_on_startup = true",
                "[oslo_policy]",
                "policy_file = "
                        + policy.path().orElse(dir.resolve("none.yaml")).toString(),
                "enforce_scope = " + settings.isScopeEnforced(),
                "enforce_new_defaults = " + settings.isOldDefaultGone(),
                "");
    }

    /** Each on a connection of its own, for it closes them. */
    ApiReply send(ApiCall call) {
        try (Service service = new Service(url)) {
            return service.send(call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
