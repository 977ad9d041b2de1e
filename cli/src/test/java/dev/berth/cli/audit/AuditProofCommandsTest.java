package dev.berth.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.auditor.proof.HeadFile;
import dev.berth.cli.Run;
import dev.berth.events.model.LogId;
import dev.berth.events.report.ReportKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of files that cannot be used, before they ask Kafka for anything. */
final class AuditProofCommandsTest {
    private static final String OTHER_KEY = "0".repeat(64);

    @TempDir
    private Path dir;

    private Path head(Optional<PrivateKey> key) {
        Path file = dir.resolve("head");
        HeadFile.write(
                file, HeadFile.text(new LogId("6n1oLLDnT1CbJVKTNGbGBA"), Instant.EPOCH, ImmutableSortedMap.of(), key));
        return file;
    }

    private static void assertFails(int status, String message, String... arguments) {
        Run run = Run.of(arguments);
        assertThat(run.status()).as(run.err()).isEqualTo(status);
        assertThat(run.err()).contains(message);
    }

    @Test
    void refuseHeadsThatWereChangedOrAreNotSignedByWhomTheyMustBe() throws Exception {
        String unsigned = head(Optional.empty()).toString();
        assertFails(
                1,
                "is not signed, and a signature by key " + OTHER_KEY,
                "audit",
                "verify",
                "--offline",
                "--head",
                unsigned,
                "--trust",
                OTHER_KEY);
        Path signed = head(Optional.of(ReportKeys.generate()));
        assertFails(
                1,
                "and one by key " + OTHER_KEY + " is asked for",
                "audit",
                "verify",
                "--offline",
                "--head",
                signed.toString(),
                "--trust",
                OTHER_KEY);
        Files.writeString(signed, Files.readString(signed).replace("1970", "1971"));
        assertFails(1, "do not come to its sha256", "audit", "verify", "--offline", "--head", signed.toString());
        assertFails(
                1,
                "is not there",
                "audit",
                "verify",
                "--offline",
                "--head",
                dir.resolve("none").toString());
    }

    @Test
    void refuseWhatIsNoCheckpoint() throws Exception {
        Path file = Files.writeString(dir.resolve("checkpoint"), "berth head 1\n");
        for (String command : new String[] {"verify", "head"}) {
            assertFails(1, file + " is no whole checkpoint: ", "audit", command, "--checkpoint", file.toString());
        }
        assertFails(1, "is no whole checkpoint", "audit", "history", "class", "VCPU", "--checkpoint", file.toString());
        String id = "00000000-0000-4000-8000-00000000000a";
        assertFails(1, "is no whole checkpoint", "audit", "why", id, "--checkpoint", file.toString());
    }

    @Test
    void refuseKeysThatAreNone() {
        assertFails(
                2, "--trust is about the files of --head and --checkpoint", "audit", "verify", "--trust", OTHER_KEY);
        assertFails(2, "expected a public key of Ed25519, 64 hex digits", "audit", "verify", "--trust", "abc");
        assertFails(
                1,
                "cannot read the key",
                "audit",
                "head",
                "--key",
                dir.resolve("none").toString());
        assertFails(2, "--out", "audit", "checkpoint");
    }

    @Test
    void makeAKeyForItsOwnerAloneAndShowItAgain() throws Exception {
        Path file = dir.resolve("auditor.pem");
        Run made = Run.of("audit", "key", file.toString());
        assertThat(made.status()).isZero();
        assertThat(made.out().strip()).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Run.of("audit", "key", file.toString()).out()).isEqualTo(made.out());
    }
}
