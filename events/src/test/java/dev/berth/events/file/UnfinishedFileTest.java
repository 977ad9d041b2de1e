package dev.berth.events.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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
        try (UnfinishedFile unfinished = UnfinishedFile.ofOwner(file)) {
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
        try (UnfinishedFile unfinished = UnfinishedFile.ofOwner(dir.resolve("a"))) {
            write(unfinished, "half of it");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void doesNotMeetAnotherWhoWritesAFileOfTheSameName() throws IOException {
        Path file = dir.resolve("a");
        try (UnfinishedFile slow = UnfinishedFile.ofOwner(file);
                UnfinishedFile quick = UnfinishedFile.ofOwner(file)) {
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
        assertThatThrownBy(() -> UnfinishedFile.ofOwner(link)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> UnfinishedFile.ofOwner(dir)).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> UnfinishedFile.ofOwner(Path.of("/"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> UnfinishedFile.ofOwner(dir.resolve("no/such")))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no folder " + dir.resolve("no"));
    }

    @Test
    void takesThePlaceOfAnotherOnceItIsWhole() throws IOException {
        Path file = Files.writeString(dir.resolve("a"), "before");
        try (UnfinishedFile unfinished = UnfinishedFile.inPlaceOf(file)) {
            write(unfinished, "half of it");
            assertThat(file).hasContent("before");
        }
        assertThat(file).hasContent("before");
        try (UnfinishedFile slow = UnfinishedFile.inPlaceOf(file);
                UnfinishedFile quick = UnfinishedFile.inPlaceOf(file)) {
            write(slow, "slow, ");
            write(quick, "quick");
            quick.keep();
            assertThat(file).hasContent("quick");
            write(slow, "but whole");
            slow.keep();
        }
        assertThat(file).hasContent("slow, but whole");
        assertThat(names()).containsExactly("a");
        assertThatThrownBy(() -> UnfinishedFile.inPlaceOf(dir.resolve("no/such")))
                .hasMessage("there is no folder " + dir.resolve("no"));
    }

    @Test
    void leavesALinkAndTakesThePlaceOfTheFileItLeadsTo() throws IOException {
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("a"), "before");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("elsewhere/a"));
        try (UnfinishedFile unfinished = UnfinishedFile.inPlaceOf(link)) {
            write(unfinished, "after");
            unfinished.keep();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("after");
        assertThat(names()).containsExactlyInAnyOrder("elsewhere", "link");
    }

    @Test
    void refusesToReplaceWhatIsNoRegularFile() throws Exception {
        Path pipe = pipe("pipe");
        Path toPipe = Files.createSymbolicLink(dir.resolve("to-pipe"), pipe);
        Path toNothing = Files.createSymbolicLink(dir.resolve("to-nothing"), Path.of("nothing"));

        assertRefuses(dir, "it is a directory");
        assertRefuses(pipe, "it is no regular file");
        assertRefuses(toPipe, "it is no regular file");
        assertRefuses(Path.of("/dev/null"), "it is no regular file");
        assertRefuses(toNothing, "it is a link to nothing, which is not there");
        assertThat(names()).containsExactlyInAnyOrder("pipe", "to-pipe", "to-nothing");
    }

    @Test
    void refusesToReplaceWhatHasTakenTheNameMeanwhileAndIsNoRegularFile() throws Exception {
        Path other = Files.writeString(dir.resolve("other"), "before");
        Path link = dir.resolve("link");
        Path pipe = dir.resolve("pipe");
        try (UnfinishedFile one = UnfinishedFile.inPlaceOf(link);
                UnfinishedFile another = UnfinishedFile.inPlaceOf(pipe)) {
            Files.createSymbolicLink(link, other);
            pipe("pipe");
            assertThatThrownBy(one::keep).hasMessageContaining("it is no regular file");
            assertThatThrownBy(another::keep).hasMessageContaining("it is no regular file");
        }
        assertThat(other).hasContent("before");
        assertThat(names()).containsExactlyInAnyOrder("other", "link", "pipe");
    }

    private static void assertRefuses(Path file, String reason) {
        assertThatThrownBy(() -> UnfinishedFile.inPlaceOf(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(file + ": " + reason);
    }

    private Path pipe(String name) throws Exception {
        Path pipe = dir.resolve(name);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
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
