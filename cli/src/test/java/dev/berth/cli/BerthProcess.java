package dev.berth.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code berth} as a process of its own that can be killed. */
public final class BerthProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 60;

    private final Process process;
    private final Path log;
    private JsonNode ready;

    private BerthProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Begins a start of {@code berth up} on free ports and this data directory; see {@link #awaitReady}.
     */
    static BerthProcess begin(Path dataDir) throws IOException {
        return begin(dataDir, "up", "--port", "0", "--kafka-port", "0", "--registry-port", "0");
    }

    /**
     * Begins a command that runs until it is stopped, with the data directory and {@code --json} added to its
     * arguments.
     */
    public static BerthProcess begin(Path dataDir, String... arguments) throws IOException {
        return begin(List.of(), dataDir, arguments);
    }

    /** As above, begun by another program, which is given the command line. */
    public static BerthProcess begin(List<String> beginner, Path dataDir, String... arguments) throws IOException {
        return begin(beginner, classPath(), dataDir, arguments);
    }

    /** As above, of another build, which is on this class path. */
    static BerthProcess begin(List<String> beginner, String classPath, Path dataDir, String... arguments)
            throws IOException {
        Path log = Files.createTempFile(dataDir.toAbsolutePath().getParent(), arguments[0] + "-", ".log");
        List<String> command = new ArrayList<>(beginner);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                // Nothing needs a directory for temporary files: there may be none, or one that runs nothing.
                "-Djava.io.tmpdir=/dev/null/none",
                // Nor does the language of the machine matter, as one where the capital of i is another letter.
                "-Duser.language=tr",
                "-Duser.country=TR",
                // As it is shipped, whatever the tests on the class path would have.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                classPath,
                "dev.berth.cli.Berth"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--json", "--data-dir", dataDir.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new BerthProcess(process, log);
    }

    /** What this test runs with, which is all that a process of {@code berth} needs. */
    public static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    public static BerthProcess start(Path dataDir) throws IOException {
        return begin(dataDir).awaitReady();
    }

    /** Reads the ready line, which ends with the process if that cannot start. */
    public BerthProcess awaitReady() throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("expected a ready line but berth ended, saying\n" + Files.readString(log));
        }
        ready = new ObjectMapper().readTree(line);
        return this;
    }

    /** The processor time that it has taken. */
    Duration processor() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    public URI url() {
        return URI.create(ready.path("url").asText());
    }

    public String auth() {
        return ready.path("auth").asText();
    }

    public String kafka() {
        return ready.path("kafka").asText();
    }

    public String registry() {
        return ready.path("registry").asText();
    }

    double secondsToReady() {
        return ready.path("seconds").asDouble();
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill -STOP} does: it does nothing until it is resumed, and does not know of it then. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("expected kill " + name + " to end with 0 but it ended with " + status);
        }
    }

    /** As {@code kill} does; the exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("expected berth to stop within " + STOP_SECONDS + " s of SIGTERM");
        }
        return process.exitValue();
    }

    /** Waits until it has ended by itself; the exit status. */
    int awaitEnd(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("expected berth to end by itself within " + timeout);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
