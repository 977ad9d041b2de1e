package dev.berth.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnfinishedFileTest {
    @TempDir
    private Path dir;

    @Test
    void hasItsNameOnceItIsKeptAndIsItsOwnersAlone() throws IOException {
        Path file = dir.resolve("a");
        try (UnfinishedFile unfinished = new UnfinishedFile(file)) {
            write(unfinished, "all of it");
            assertThat(file).doesNotExist();
            unfinished.keep();
        }
        assertThat(file).hasContent("all of it");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void leavesNothingOfWhatIsNotKept() throws IOException {
        try (UnfinishedFile unfinished = new UnfinishedFile(dir.resolve("a"))) {
            write(unfinished, "half of it");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void doesNotMeetAnotherWhoWritesAFileOfTheSameName() throws IOException {
        Path file = dir.resolve("a");
        try (UnfinishedFile slow = new UnfinishedFile(file);
                UnfinishedFile quick = new UnfinishedFile(file)) {
            write(slow, "slow, ");
            write(quick, "quick");
            quick.keep();
            write(slow, "but whole");
            assertThatThrownBy(slow::keep).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(file).hasContent("quick");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void refusesANameThatIsTakenAlsoByALinkToNothing() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("nothing"));
        assertThatThrownBy(() -> new UnfinishedFile(link)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> new UnfinishedFile(dir)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> new UnfinishedFile(Path.of("/"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> new UnfinishedFile(dir.resolve("no/such")))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no folder " + dir.resolve("no"));
    }

    private static void write(UnfinishedFile file, String text) throws IOException {
        OutputStream out = file.out();
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
