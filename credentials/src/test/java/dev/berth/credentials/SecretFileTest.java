package dev.berth.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFileTest {
    @TempDir
    private Path dir;

    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = dir.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void doesNotWaitForEverForWhoMayNeverWrite() {
        assertThatThrownBy(() -> SecretFile.first(pipe, 10, Duration.ofMillis(50)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody wrote it to its end");
    }

    @Test
    void takesWhatACommandWritesIntoAPipe() throws Exception {
        Process writer = new ProcessBuilder("sh", "-c", "echo token > " + pipe).start();
        assertThat(SecretFile.read(pipe, 10)).asString().isEqualTo("token\n");
        assertThat(writer.waitFor()).isZero();
    }

    @Test
    void refusesWhatOthersCanWriteAndWhatIsTooLong() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "12345");
        assertThat(SecretFile.read(file, 5)).asString().isEqualTo("12345");
        assertThatThrownBy(() -> SecretFile.read(file, 4)).hasMessageContaining("larger than 4 bytes");
        for (Path each : new Path[] {file, pipe}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw--w----"));
        }
        assertThatThrownBy(() -> SecretFile.read(file, 5)).hasMessageContaining("can be written by others");
        Process writer = new ProcessBuilder("sh", "-c", "echo token > " + pipe).start();
        assertThatThrownBy(() -> SecretFile.read(pipe, 10)).hasMessageContaining("can be written by others");
        writer.destroy();
    }
}
