package dev.berth.agent.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class MountReadTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path dir;

    @Test
    void givesUpACallThatHangsAndMakesNoOtherUntilItEnds() throws Exception {
        CountDownLatch answering = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Callable<String> call = () -> {
            calls.incrementAndGet();
            answering.await();
            ended.countDown();
            return "answer";
        };
        for (int look = 0; look < 3; look++) {
            assertThatThrownBy(() -> MountRead.of(dir, SHORT, call))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it does not answer");
        }
        assertThat(calls).hasValue(1);
        assertThat(MountRead.of(dir.resolve("another"), () -> "other")).isEqualTo("other");

        answering.countDown();
        ended.await();
        String answer = "";
        while (answer.isEmpty()) {
            try {
                answer = MountRead.of(dir, call);
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        assertThat(answer).isEqualTo("answer");
        assertThat(calls).hasValue(2);
    }

    @Test
    void passesOnWhatTheCallThrows() {
        assertThatThrownBy(() -> MountRead.of(dir, () -> Files.size(dir.resolve("none"))))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> MountRead.of(dir, () -> Integer.parseInt("x")))
                .isInstanceOf(NumberFormatException.class);
    }
}
