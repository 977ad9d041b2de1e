package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    @TempDir
    private Path dir;

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        Path data = DataDir.open(dir.resolve("a/data"));

        assertThat(mode(data)).isEqualTo("rwx------");
    }

    @Test
    void isClosedWithAllThatStandsInItIfItWasOpen() throws IOException {
        Path data = dir.resolve("data");
        Path log = Files.createDirectories(data.resolve("kafka/berth.log-0"));
        Path segment = Files.writeString(log.resolve("0.log"), "x");
        Path elsewhere = Files.writeString(dir.resolve("elsewhere"), "x");
        Files.createSymbolicLink(log.resolve("link"), elsewhere);
        for (Path each : new Path[] {data, data.resolve("kafka"), log}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-x---"));
        }
        Files.setPosixFilePermissions(segment, PosixFilePermissions.fromString("rw-rw-r--"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));

        DataDir.open(data);

        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(log)).isEqualTo("rwx------");
        assertThat(mode(segment)).isEqualTo("rw-------");
        assertThat(mode(elsewhere)).isEqualTo("rw-r--r--");
    }

    @Test
    void leavesADirectoryAloneThatIsNotBerths() throws IOException {
        Path home = Files.createDirectories(dir.resolve("home"));
        Path letter = Files.writeString(home.resolve("letter"), "x");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(letter, PosixFilePermissions.fromString("rw-r--r--"));

        DataDir.open(home);

        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(mode(letter)).isEqualTo("rw-r--r--");
    }

    @Test
    void saysThatAFileIsNoDirectory() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "x");

        assertThatThrownBy(() -> DataDir.open(file))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("is a file; name a directory with --data-dir");
    }

    @Test
    void saysWhichPartOfThePathIsAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "x");

        assertThatThrownBy(() -> DataDir.open(file.resolve("a/data")))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("data cannot be made, because " + file + " is a file");
    }

    @Test
    void saysWhereALinkLeadsIfNothingIsThere() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nowhere"));

        assertThatThrownBy(() -> DataDir.open(link))
                .isInstanceOf(CannotRunException.class)
                .hasMessageStartingWith(link + " is a link to " + dir.resolve("nowhere") + ", which is not there");
        assertThatThrownBy(() -> DataDir.open(link.resolve("data")))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("which is not there");
    }

    @Test
    void namesWhatThisProcessMayNotUseBeforeAnythingIsWritten() throws IOException {
        assumeTrue(!System.getProperty("user.name").equals("root"), "root may use everything");
        Path data = Files.createDirectories(dir.resolve("data"));
        Path partition = Files.createDirectories(data.resolve("kafka/berth.log-0"));
        Files.setPosixFilePermissions(partition, PosixFilePermissions.fromString("r-x------"));

        assertThatThrownBy(() -> DataDir.open(data))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("this process may not write in " + partition);
        Files.setPosixFilePermissions(partition, PosixFilePermissions.fromString("rwx------"));
        assertThat(data.resolve("native")).doesNotExist();
    }

    @Test
    void takesFilesThatNobodyMayWrite() throws IOException {
        Path data = Files.createDirectories(dir.resolve("data"));
        Path snapshot =
                Files.writeString(Files.createDirectories(data.resolve("kafka")).resolve("1.checkpoint"), "x");
        Files.setPosixFilePermissions(snapshot, PosixFilePermissions.fromString("r--------"));

        assertThat(DataDir.open(data)).isEqualTo(data);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
