package dev.berth.cli;

import dev.berth.api.server.BrokerlessServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A Berth that keeps nothing, in a process of its own, at a port of this machine. */
public final class MemoryBerth implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);

    private final Process process;
    private final int port;

    private MemoryBerth(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Begins it and waits until it listens. */
    public static MemoryBerth start(int port) throws IOException {
        MemoryBerth berth = new MemoryBerth(
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                BerthProcess.classPath(),
                                BrokerlessServer.class.getName(),
                                Integer.toString(port))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                port);
        try {
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(berth::listens);
        } catch (RuntimeException e) {
            berth.close();
            throw e;
        }
        return berth;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "expected a server on port " + port + " but it ended with " + process.exitValue());
        }
        new Socket("127.0.0.1", port).close();
        return true;
    }

    /** The processor time that it has taken. */
    Duration processor() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** As {@code kill -9} does; what it had is lost. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
