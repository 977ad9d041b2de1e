package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands in a JVM of their own that has too little memory for them. */
class OutOfMemoryTest {
    @TempDir
    private Path dir;

    @Test
    void isNotTakenForDifferences() throws Exception {
        assertEndsForWantOfMemory("here");
    }

    @Test
    void endsTheProcessOnAnyThread() throws Exception {
        assertEndsForWantOfMemory("elsewhere");
    }

    private void assertEndsForWantOfMemory(String where) throws Exception {
        Path err = dir.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Greedy.class.getName(),
                        where)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(Files.readString(err)).contains("berth: out of memory").contains("BERTH_JAVA_OPTS");
    }

    /** A berth with a command that wants more memory than there is. */
    @Command(name = "greedy")
    static final class Greedy implements Callable<Integer> {
        private final boolean isElsewhere;

        private Greedy(boolean isElsewhere) {
            this.isElsewhere = isElsewhere;
        }

        public static void main(String[] arguments) {
            CommandLine commandLine = Berth.commandLine();
            commandLine.addSubcommand(new Greedy(arguments[0].equals("elsewhere")));
            Berth.run(commandLine, "greedy");
        }

        @Override
        public Integer call() throws InterruptedException {
            if (isElsewhere) {
                new Thread(Greedy::take).start();
                Thread.sleep(TimeUnit.MINUTES.toMillis(1));
            } else {
                take();
            }
            return ExitCode.DIFFERENCES;
        }

        private static void take() {
            List<byte[]> taken = new ArrayList<>();
            while (taken.size() < 1_000) {
                taken.add(new byte[1 << 20]);
            }
        }
    }
}
