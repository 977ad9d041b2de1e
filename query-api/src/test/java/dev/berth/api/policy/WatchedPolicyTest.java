package dev.berth.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.api.auth.Caller;
import dev.berth.credentials.UnusableFileException;
import dev.berth.events.model.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A policy file that changes while it is in force. */
class WatchedPolicyTest {
    private static final Caller MEMBER = Caller.of("jane", "theirs", Stream.of("member"));
    private static final String ACTION = "placement:traits:list";

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(WatchedPolicy.class);

    @TempDir
    private Path dir;

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(told);
    }

    @Test
    void takesNoFileThatOthersCanWrite() throws IOException {
        Path file = Files.writeString(dir.resolve("policy.yaml"), ACTION + ": role:member\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

        assertThatThrownBy(() -> WatchedPolicy.open(file, PolicySettings.PLACEMENT))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("chmod go-w");
    }

    @Test
    void followsItsFileAndKeepsWhatItHasWhenTheNewVersionIsBroken() throws IOException, InterruptedException {
        Path file = dir.resolve("policy.yaml");
        Files.writeString(file, ACTION + ": role:member\n");
        try (WatchedPolicy policy = WatchedPolicy.open(file, PolicySettings.PLACEMENT, Duration.ofMillis(10))) {
            assertThat(permits(policy)).isTrue();

            // As editors and configuration management do it: another file under the name.
            Files.writeString(dir.resolve("new"), ACTION + ": role:reader\n");
            Files.move(dir.resolve("new"), file, StandardCopyOption.REPLACE_EXISTING);
            Awaitility.await().until(() -> !permits(policy));

            Files.writeString(file, ACTION + ": role:member and\n");
            Awaitility.await().until(() -> warnings() == 1);
            Thread.sleep(100);
            assertThat(warnings()).as("told once").isEqualTo(1);
            assertThat(told.list.get(told.list.size() - 1).getFormattedMessage())
                    .contains("the one before stays in force", "expected a check such as role:admin but got the end");
            assertThat(permits(policy)).isFalse();

            Files.delete(file);
            Awaitility.await().until(() -> warnings() == 2);
            assertThat(permits(policy)).isFalse();

            Files.writeString(file, ACTION + ": role:member\n");
            Awaitility.await().until(() -> permits(policy));
        }
    }

    @Test
    void takesNoFileThatIsStillBeingWritten() throws IOException {
        Path file = dir.resolve("policy.yaml");
        Files.writeString(file, "# ours\n" + ACTION + ": \"!\"\n");
        try (WatchedPolicy policy = WatchedPolicy.open(file, PolicySettings.PLACEMENT, Duration.ofDays(1))) {
            Files.writeString(file, "# ours, and half of it\n" + ACTION + ": role:member\n");
            policy.look();
            assertThat(permits(policy)).as("seen once").isFalse();

            Files.writeString(file, "# ours, and all of it\n" + ACTION + ": role:reader\n");
            policy.look();
            policy.look();
            assertThat(permits(policy)).isFalse();

            Files.writeString(file, ACTION + ": role:member\n");
            policy.look();
            policy.look();
            assertThat(permits(policy)).as("seen twice").isTrue();
        }
    }

    private long warnings() {
        return told.list.stream()
                .filter(event -> event.getLevel().toString().equals("WARN"))
                .count();
    }

    private static boolean permits(WatchedPolicy policy) {
        return policy.get().permits(MEMBER, ACTION, Target.of(MEMBER));
    }

    @Test
    void doesNotBeginWithABrokenFile() throws IOException {
        Path file = Files.writeString(dir.resolve("policy.yaml"), "a: role:x and\n");

        assertThatThrownBy(() -> WatchedPolicy.open(file, PolicySettings.PLACEMENT))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> WatchedPolicy.open(dir.resolve("none.yaml"), PolicySettings.PLACEMENT))
                .isInstanceOf(IOException.class);
    }
}
