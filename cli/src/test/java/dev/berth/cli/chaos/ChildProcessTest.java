package dev.berth.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    @TempDir
    private Path dir;

    private ChildProcess sleeper;

    /** The program of these processes. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(Long.parseLong(arguments[0]));
            System.exit(3);
        }
    }

    @BeforeEach
    void start() {
        sleeper = sleeping(60_000);
    }

    @AfterEach
    void end() {
        sleeper.kill();
    }

    @Test
    void tellsAProcessThatASignalHasEnded() throws Exception {
        signal("ABRT");
        awaitEnd();
        assertThat(sleeper.hasCrashed()).isTrue();

        sleeper.start();
        assertThat(sleeper.hasCrashed()).as("once it runs again").isFalse();
    }

    @Test
    void tellsOnceOfACrashAlsoAfterItWasKilledOrStoppedAndStartedAgain() throws Exception {
        signal("ABRT");
        awaitEnd();
        sleeper.kill();
        sleeper.start();
        signal("SEGV");
        awaitEnd();
        sleeper.stop();
        sleeper.start();

        // A JVM that has come so far as to hear of a SEGV aborts.
        assertThat(sleeper.takeCrashes())
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(134),
                        second -> assertThat(second).isIn(134, 139));
        assertThat(sleeper.takeCrashes()).isEmpty();
    }

    @Test
    void tellsThatItWasKilledOrStoppedFromHere() throws Exception {
        sleeper.kill();
        assertThat(sleeper.status()).contains(137);
        assertThat(sleeper.hasCrashed()).isFalse();

        sleeper.start();
        sleeper.stop();
        assertThat(sleeper.hasCrashed()).isFalse();
    }

    @Test
    void tellsThatItHasEndedByItself() throws Exception {
        sleeper.kill();
        sleeper = sleeping(1);
        awaitEnd();
        assertThat(sleeper.status()).contains(3);
        assertThat(sleeper.hasCrashed()).isFalse();
    }

    private ChildProcess sleeping(long ms) {
        ChildProcess process = new ChildProcess(
                "sleeper",
                List.of(),
                List.of(),
                List.of(Sleeper.class.getName(), Long.toString(ms)),
                dir.resolve("log"));
        process.start();
        return process;
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(sleeper.pid()))
                .start()
                .waitFor();
    }

    private void awaitEnd() throws InterruptedException {
        while (sleeper.isAlive()) {
            Thread.sleep(10);
        }
    }
}
