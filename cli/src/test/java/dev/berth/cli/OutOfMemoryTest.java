package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
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
        assertThat(EndedJvm.errors(ExitCode.COULD_NOT_RUN, dir, List.of("-Xmx32m"), Greedy.class, where))
                .contains("berth: out of memory")
                .contains("BERTH_JAVA_OPTS");
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
