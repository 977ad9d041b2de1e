package dev.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tool that comes with Prometheus, where it is installed. */
final class Promtool {
    private static final String NAME = "promtool";
    private static final int TIMEOUT_SECONDS = 60;

    private Promtool() {}

    /** How it ended, and all that it said. */
    record Result(int status, String output) {}

    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(dir -> Path.of(dir, NAME))
                .anyMatch(Files::isExecutable);
    }

    /** @param dir takes what it reads and says */
    static Result run(Path dir, String input, Object... arguments) throws IOException, InterruptedException {
        Path in = Files.writeString(dir.resolve("promtool.in"), input);
        Path out = dir.resolve("promtool.out");
        List<String> command = new ArrayList<>(List.of(NAME));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("expected promtool to end within " + TIMEOUT_SECONDS + " s");
        }
        return new Result(process.exitValue(), Files.readString(out));
    }
}
