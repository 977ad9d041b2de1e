package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportNumbersTest {
    @TempDir
    private Path dir;

    private long nowMs = 1_000;

    private ReportNumbers started() {
        return new ReportNumbers(() -> nowMs, Optional.of(dir.resolve("sequence")));
    }

    @Test
    void growsWhileTheClockStands() {
        ReportNumbers numbers = started();

        assertThat(numbers.next()).isEqualTo(1_000);
        assertThat(numbers.next()).isEqualTo(1_001);
    }

    @Test
    void growsOverARestartWithAClockThatWentBack() {
        started().next();
        nowMs = 5;

        assertThat(started().next()).isEqualTo(1_001);
    }

    @Test
    void goesOnByTheClockWhereTheFileIsNotToBeRead() throws IOException {
        Files.writeString(dir.resolve("sequence"), "what?");

        assertThat(started().next()).isEqualTo(1_000);
        for (String garbage : List.of("", "-5", "9223372036854775807", "7 7", "1".repeat(100_000))) {
            Files.writeString(dir.resolve("sequence"), garbage);
            assertThat(started().next()).as(garbage).isEqualTo(1_000);
        }
        Files.write(dir.resolve("sequence"), new byte[] {(byte) 0xff, 0, (byte) 0x80});
        assertThat(started().next()).isEqualTo(1_000);
    }

    @Test
    void keepsItsFileFromOthers() throws IOException {
        Files.writeString(dir.resolve("sequence.new"), "left by a crash, for all to read");
        started().next();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("sequence"))))
                .isEqualTo("rw-------");
    }

    @Test
    void tellsOfANumberThatLiesFarAhead() throws IOException {
        ReportNumbers usual = started();
        usual.next();
        assertThat(usual.doubt()).isEmpty();

        Files.writeString(dir.resolve("sequence"), "3601000");
        ReportNumbers ahead = started();
        assertThat(ahead.doubt()).isEmpty();
        assertThat(ahead.next()).isEqualTo(3_601_001);
        assertThat(ahead.doubt())
                .get()
                .asString()
                .contains("its number, 3601001, lies more than an hour ahead", "until " + dir.resolve("sequence"));
    }

    @Test
    void goesBeyondWhatWasHeard() {
        ReportNumbers numbers = started();
        numbers.heard(2_000);

        assertThat(numbers.next()).isEqualTo(2_001);
    }
}
