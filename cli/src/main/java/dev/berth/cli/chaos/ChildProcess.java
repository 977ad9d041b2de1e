package dev.berth.cli.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Java program in a process of its own that can be started, killed and paused again and again. It ends when this
 * process does. One thread at a time.
 */
final class ChildProcess {
    private static final Duration STOPPED_MAX = Duration.ofSeconds(60);

    /** The exit status of a process that a signal has ended is more than that. */
    private static final int SIGNALLED = 128;

    /** Options of this JVM that make the others start faster, or that they need as well. */
    private static final List<String> SHARED_OPTIONS =
            List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=", "-Xlog:", "--enable-native-access", "--sun-misc-unsafe");

    private final String name;
    private final List<String> beginner;
    private final List<String> options;
    private final List<String> program;
    private final Path log;
    private final List<Integer> crashes = new ArrayList<>();
    private Optional<Process> process = Optional.empty();
    private Optional<Process> pause = Optional.empty();
    private boolean hasComeUp;
    private boolean isKilled;
    private boolean isCrashNoted;

    /**
     * @param beginner another program that begins it and is given its command line; empty for none
     * @param program the class whose main is run, and its arguments
     * @param log the file that all it says is appended to
     */
    ChildProcess(String name, List<String> beginner, List<String> options, List<String> program, Path log) {
        this.name = name;
        this.beginner = List.copyOf(beginner);
        this.options = List.copyOf(options);
        this.program = List.copyOf(program);
        this.log = log;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    void start() {
        noteCrash();
        hasComeUp = false;
        isKilled = false;
        isCrashNoted = false;
        List<String> command = new ArrayList<>(beginner);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Dlogback.configurationFile=logback.xml");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(given -> SHARED_OPTIONS.stream().anyMatch(given::startsWith))
                .forEach(command::add);
        // A test has the class path elsewhere.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream.of("-cp", classPath, Child.class.getName()).forEach(command::add);
        command.addAll(program);
        try {
            process = Optional.of(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** It has come up, and has no reason to end by itself until it is started again. */
    void cameUp() {
        hasComeUp = isAlive();
    }

    boolean hasComeUp() {
        return hasComeUp;
    }

    boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** Its exit status, if it has ended. */
    Optional<Integer> status() {
        return process.filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /** Whether a signal has ended it that was not sent from here: nothing is a reason for that. */
    boolean hasCrashed() {
        return !isKilled && status().filter(status -> status > SIGNALLED).isPresent();
    }

    /**
     * The exit statuses with which it has crashed since this was asked last, also where it was killed, stopped or
     * started again meanwhile.
     */
    List<Integer> takeCrashes() {
        noteCrash();
        List<Integer> taken = List.copyOf(crashes);
        crashes.clear();
        return taken;
    }

    private void noteCrash() {
        if (hasCrashed() && !isCrashNoted) {
            crashes.add(status().orElseThrow());
            isCrashNoted = true;
        }
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    /** As {@code kill -9} does. */
    void kill() {
        isKilled |= isAlive();
        process.ifPresent(running -> {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            running.onExit()
                    .completeOnTimeout(running, STOPPED_MAX.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
        pause.ifPresent(Process::destroyForcibly);
        pause = Optional.empty();
    }

    /** Has it write what all its threads do into its log, for whoever looks for a reason. */
    void dump() throws InterruptedException {
        if (isAlive()) {
            try {
                new ProcessBuilder("kill", "-QUIT", Long.toString(pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot signal " + name, e);
            }
        }
    }

    /** As {@code kill} does, and {@code kill -9} if that is not heard; whether it was. */
    boolean stop() throws InterruptedException {
        if (process.isEmpty()) {
            return true;
        }
        isKilled |= isAlive();
        process.get().destroy();
        boolean isStopped = process.get().waitFor(STOPPED_MAX.toMillis(), TimeUnit.MILLISECONDS);
        kill();
        return isStopped;
    }

    /**
     * Pauses it for so long. A process beside it lets it go on, so it does not stay paused if this one dies.
     */
    void pause(long ms) throws InterruptedException {
        if (!isAlive()) {
            return;
        }
        try {
            String script = "kill -STOP " + pid() + " && sleep " + ms / 1000.0 + "; kill -CONT " + pid();
            pause = Optional.of(new ProcessBuilder("sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
            pause.get().waitFor();
            pause = Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pause " + name, e);
        }
    }
}
