package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
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
    void leavesADirectoryAloneThatIsNotBerthsAlsoOnceItHasWorkedThere() throws IOException {
        Path home = Files.createDirectories(dir.resolve("home"));
        Path letter = open(Files.writeString(home.resolve("letter"), "x"), "rw-r--r--");
        open(home, "rwxr-xr-x");

        DataDir.open(home);
        Path kafka = open(Files.createDirectories(home.resolve("kafka")), "rwxr-xr-x");
        Files.createDirectories(home.resolve("stores"));
        DataDir.open(home);

        assertThat(mode(home)).isEqualTo("rwxr-xr-x");
        assertThat(mode(letter)).isEqualTo("rw-r--r--");
        assertThat(mode(kafka)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesAProjectsDirectoryOfNativeCodeAlone() throws IOException {
        Path project = Files.createDirectories(dir.resolve("project"));
        Path code = open(Files.createDirectories(project.resolve("native")), "rwxrwxr-x");
        Path source = open(Files.writeString(code.resolve("main.c"), "x"), "rw-r--r--");
        open(project, "rwxr-xr-x");

        DataDir.open(project);
        DataDir.open(project);

        assertThat(source).hasContent("x");
        assertThat(mode(source)).isEqualTo("rw-r--r--");
        assertThat(mode(code)).isEqualTo("rwxrwxr-x");
        assertThat(mode(project)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesADirectoryWithAnInstallationOfKafkaAlone() throws IOException {
        Path opt = Files.createDirectories(dir.resolve("opt"));
        Path start = Files.writeString(
                Files.createDirectories(opt.resolve("kafka/bin")).resolve("kafka-server-start.sh"), "x");
        open(start, "rwxr-xr-x");
        open(opt, "rwxr-xr-x");

        DataDir.open(opt);

        assertThat(mode(start)).isEqualTo("rwxr-xr-x");
        assertThat(mode(opt)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void takesAllThatBerthAndItsJvmMakeForItsOwnAndLeavesTheFileSystems() throws IOException {
        Path data = Files.createDirectories(dir.resolve("data"));
        for (String name : new String[] {"kafka", "stores", "moments", "native", "lost-20261130T214500Z"}) {
            open(Files.createDirectories(data.resolve(name)), "rwxr-xr-x");
        }
        for (String name : new String[] {"hs_err_pid12.log", "replay_pid12.log", "java_pid12.hprof"}) {
            open(Files.writeString(data.resolve(name), "x"), "rw-r--r--");
        }
        Files.writeString(data.resolve("native/librocksdbjni-linux64.so"), "x");
        open(Files.createDirectories(data.resolve("lost+found")), "rwxr-xr-x");
        open(data, "rwxr-xr-x");

        DataDir.open(data);

        assertThat(mode(data)).isEqualTo("rwx------");
        try (Stream<Path> entries = Files.list(data)) {
            assertThat(entries.filter(entry -> !entry.endsWith("lost+found")))
                    .hasSize(8)
                    .allSatisfy(entry -> assertThat(mode(entry)).endsWith("------"));
        }
        assertThat(mode(data.resolve("lost+found"))).isEqualTo("rwxr-xr-x");
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

    private static Path open(Path path, String mode) throws IOException {
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
