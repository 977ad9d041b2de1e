package dev.berth.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryDirTest {
    private static final List<String> UNPACKED = List.of(
            "librocksdbjni-linux64.so",
            "librocksdbjni-osx-arm64.jnilib",
            "snappy-1.1.10-71d06e4c-13bb-4452-8b6c-ca2076440756-libsnappyjava.so",
            "libzstd-jni-1.5.7-175318230492238.so",
            "libnetty_transport_native_epoll_x86_641234.so");

    @TempDir
    private Path dir;

    private Path libraries;

    @BeforeEach
    void makeItOpen() throws IOException {
        libraries = Files.createDirectory(dir.resolve("native"));
        Files.setPosixFilePermissions(libraries, PosixFilePermissions.fromString("rwxrwxr-x"));
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        Path made = LibraryDir.emptied(dir.resolve("data/native"));

        assertThat(made).isEqualTo(dir.resolve("data/native"));
        assertThat(mode(made)).isEqualTo("rwx------");
    }

    @Test
    void losesWhatAnEarlierProcessHasUnpacked() throws IOException {
        for (String name : UNPACKED) {
            Files.writeString(libraries.resolve(name), "x");
        }

        assertThat(LibraryDir.isOurs(libraries)).isTrue();
        assertThat(LibraryDir.emptied(libraries)).isEqualTo(libraries).isEmptyDirectory();
        assertThat(mode(libraries)).isEqualTo("rwx------");
    }

    @Test
    void leavesFilesThatAreNotItsOwnAndUnpacksBesideThem() throws IOException {
        Files.writeString(libraries.resolve("main.c"), "x");
        Files.writeString(libraries.resolve("libmain.so"), "x");
        Files.writeString(
                Files.createDirectory(libraries.resolve("librocksdbjni-src.so")).resolve("a.c"), "x");
        List<String> before = names(libraries);

        assertThat(LibraryDir.isOurs(libraries)).isFalse();
        Path room = LibraryDir.emptied(libraries);
        Files.writeString(room.resolve(UNPACKED.get(0)), "x");

        assertThat(LibraryDir.emptied(libraries))
                .isEqualTo(room)
                .isEqualTo(libraries.resolve("berth"))
                .isEmptyDirectory();
        assertThat(mode(room)).isEqualTo("rwx------");
        assertThat(mode(libraries)).isEqualTo("rwxrwxr-x");
        Files.delete(room);
        assertThat(names(libraries)).isEqualTo(before);
        assertThat(libraries.resolve("librocksdbjni-src.so/a.c")).exists();
    }

    @Test
    void isElsewhereIfEverybodyMayWriteInTheDataDirectory() throws IOException {
        Files.setAttribute(dir, "unix:mode", 0777);

        assertIsElsewhere(libraries);

        Files.setAttribute(dir, "unix:mode", 01777);
        assertThat(LibraryDir.emptied(libraries)).isEqualTo(libraries);
    }

    @Test
    void isElsewhereIfEverybodyMayWriteInTheDirectoryAboveIt() throws IOException {
        Files.writeString(libraries.resolve("main.c"), "x");
        Files.setPosixFilePermissions(libraries, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertIsElsewhere(libraries);
    }

    @Test
    void isElsewhereIfSomebodyElseIsTheOwner() throws IOException {
        requireRoot();
        Files.writeString(libraries.resolve("main.c"), "x");
        Path room = Files.createDirectory(libraries.resolve("berth"));
        Files.writeString(room.resolve("main.c"), "x");
        for (Path others : new Path[] {room, libraries, dir}) {
            Files.setOwner(others, users().lookupPrincipalByName("daemon"));

            assertIsElsewhere(libraries);
            Files.setOwner(others, users().lookupPrincipalByName("root"));
        }
    }

    @Test
    void isElsewhereIfSomebodyElseMayLeadALinkElsewhere() throws IOException {
        requireRoot();
        Path link = Files.createSymbolicLink(dir.resolve("link"), libraries);
        assertThat(LibraryDir.emptied(link)).isEqualTo(link);

        Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(users().lookupPrincipalByName("daemon"));
        assertIsElsewhere(link);
    }

    @Test
    void isElsewhereIfAGroupOfOthersMayWriteInTheDataDirectory() throws IOException {
        requireRoot();
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(LibraryDir.emptied(libraries)).isEqualTo(libraries);

        Files.getFileAttributeView(dir, PosixFileAttributeView.class)
                .setGroup(users().lookupPrincipalByGroupName("daemon"));
        assertIsElsewhere(libraries);
    }

    /** In a directory that nobody else can change anything in, and not in the one that is asked for. */
    private static void assertIsElsewhere(Path libraries) throws IOException {
        Path room = LibraryDir.emptied(libraries);
        assertThat(room.toRealPath().startsWith(libraries.toRealPath().getParent()))
                .isFalse();
        assertThat(mode(room)).isEqualTo("rwx------");
        assertThat(room).isEmptyDirectory();
        Files.delete(room);
    }

    private static void requireRoot() {
        assumeTrue(System.getProperty("user.name").equals("root"), "root alone may give files to others");
    }

    private UserPrincipalLookupService users() {
        return dir.getFileSystem().getUserPrincipalLookupService();
    }

    private static List<String> names(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
