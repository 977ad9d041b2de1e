package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own that ends by itself. */
public final class EndedJvm {
    private static final long TIMEOUT_SECONDS = 60;

    private EndedJvm() {}

    /**
     * What it has said on standard error, once it has ended with the status.
     *
     * @param dir where that is kept
     * @param options of the JVM
     */
    public static String errors(int status, Path dir, List<String> options, Class<?> main, String argument)
            throws Exception {
        Path err = dir.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.addAll(List.of("-cp", BerthProcess.classPath(), main.getName(), argument));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(status);
        return Files.readString(err);
    }
}
