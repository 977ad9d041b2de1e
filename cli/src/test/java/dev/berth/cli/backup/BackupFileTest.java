package dev.berth.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.berth.cli.backup.BackupRecord.Kind;
import dev.berth.terminal.CannotRunException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is read, or it is said that it is not. */
class BackupFileTest {
    private static final BackupHeader HEADER = new BackupHeader(
            "2026-11-29T03:00:00Z",
            "0.1.0",
            "topic-id",
            new TreeMap<>(Map.of(0, 0L, 1, 40L)),
            new TreeMap<>(Map.of(0, 3L, 1, 42L)));

    @TempDir
    private Path dir;

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = write(dir.resolve("a.backup"));
        try (BackupReader backup = new BackupReader(file)) {
            assertThat(backup.header()).isEqualTo(HEADER);
            List<String> read = new ArrayList<>();
            for (Optional<BackupRecord> next = backup.next(); next.isPresent(); next = backup.next()) {
                read.add(text(next.get()));
            }
            assertThat(read)
                    .containsExactly("LOG 0@0 7 k v", "LOG 1@41 8 null v", "LOG 0@2 9 k null", "SCHEMA 0@0 5 s t");
            assertThat(backup.records()).isEqualTo(3);
            assertThat(backup.schemas()).isEqualTo(1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileOfWhichAnyByteIsOtherOrMissing() throws IOException {
        byte[] plain = unpacked(write(dir.resolve("a.backup")));
        for (int i = 0; i < plain.length; i++) {
            byte[] changed = plain.clone();
            changed[i] ^= 0x10;
            assertRefused(changed, "byte " + i + " changed");
            assertRefused(Arrays.copyOf(plain, i), i + " bytes left");
        }
        assertRefused(Arrays.copyOf(plain, plain.length + 1), "a byte more");
    }

    @Test
    void saysWhatAFileIsInstead() throws IOException {
        Path text = Files.writeString(dir.resolve("text"), "no backup");
        assertThatThrownBy(() -> new BackupReader(text))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("text cannot be used");
        assertThatThrownBy(() -> new BackupReader(dir.resolve("none"))).hasMessageContaining("there is no file");
    }

    @Test
    void holdsNoFileOpenThatItCannotUse() throws IOException {
        Path open = Path.of("/proc/self/fd");
        assumeThat(open).isDirectory();
        Path text = Files.writeString(dir.resolve("text"), "no backup");
        Path cut = Files.write(dir.resolve("cut"), Arrays.copyOf(Files.readAllBytes(write(dir.resolve("a"))), 30));
        assertThatThrownBy(() -> new BackupReader(text)).isInstanceOf(CannotRunException.class);
        assertThatThrownBy(() -> new BackupReader(cut)).isInstanceOf(CannotRunException.class);
        try (Stream<Path> files = Files.list(open)) {
            assertThat(files.map(BackupFileTest::target)).doesNotContain(text.toString(), cut.toString());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void doesNotMeetAnotherBackupOfTheSameName() throws IOException {
        Path file = dir.resolve("a.backup");
        try (BackupWriter slow = new BackupWriter(file, HEADER)) {
            slow.add(new BackupRecord(Kind.LOG, 0, 0, 7, bytes("k"), bytes("slow")));
            write(file);
            assertThatThrownBy(slow::finish).hasMessageContaining("already");
        }
        try (BackupReader backup = new BackupReader(file);
                Stream<Path> left = Files.list(dir)) {
            assertThat(text(backup.next().orElseThrow())).isEqualTo("LOG 0@0 7 k v");
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void leavesNothingBehindIfItIsNotFinishedAndNeverOverwrites() throws IOException {
        Path file = dir.resolve("a.backup");
        try (BackupWriter backup = new BackupWriter(file, HEADER)) {
            backup.add(new BackupRecord(Kind.LOG, 0, 0, 7, bytes("k"), bytes("v")));
        }
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
        write(file);
        assertThatThrownBy(() -> new BackupWriter(file, HEADER)).hasMessageContaining("already");
    }

    private static Path write(Path file) {
        try (BackupWriter backup = new BackupWriter(file, HEADER)) {
            backup.add(new BackupRecord(Kind.LOG, 0, 0, 7, bytes("k"), bytes("v")));
            backup.add(new BackupRecord(Kind.LOG, 1, 41, 8, null, bytes("v")));
            backup.add(new BackupRecord(Kind.LOG, 0, 2, 9, bytes("k"), null));
            backup.add(new BackupRecord(Kind.SCHEMA, 0, 0, 5, bytes("s"), bytes("t")));
            backup.finish();
        }
        return file;
    }

    private void assertRefused(byte[] plain, String what) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        Path file = Files.write(dir.resolve("changed"), packed.toByteArray());
        assertThatThrownBy(() -> {
                    try (BackupReader backup = new BackupReader(file)) {
                        while (backup.next().isPresent()) {
                            // To the end, which alone shows that it is whole.
                        }
                    }
                })
                .as(what)
                .isInstanceOf(CannotRunException.class);
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }

    private static String text(BackupRecord record) {
        return record.kind() + " " + record.partition() + "@" + record.offset() + " " + record.timestampMs() + " "
                + text(record.key()) + " " + text(record.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
