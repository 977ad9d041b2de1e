package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.auth.TokenDigest;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenNewCommandTest {
    @TempDir
    private Path dir;

    @Test
    void showsTheTokenOnceAndWritesItsDigest() throws Exception {
        Path file = dir.resolve("tokens");

        Run made = Run.of(
                "token",
                "new",
                "--user",
                "nova",
                "--project",
                "p1",
                "--role",
                "service",
                "--role",
                "Admin",
                "--file",
                file.toString());

        assertThat(made.status()).as(made.err()).isEqualTo(ExitCode.OK);
        String token = made.out().strip();
        assertThat(token).startsWith("berth_");
        assertThat(Files.readString(file))
                .isEqualTo("sha256:" + TokenDigest.of(token).hex() + " user=nova project=p1 roles=service,admin\n");
    }

    @Test
    void printsTheLineWithoutAFile() {
        Run made = Run.of("token", "new", "--user", "ops", "--system", "all");

        String[] lines = made.out().strip().split("\n");
        assertThat(lines).hasSize(2);
        String token = lines[0].replace("token  ", "");
        assertThat(lines[1]).isEqualTo("line   sha256:" + TokenDigest.of(token).hex() + " user=ops system=all");
    }

    @Test
    void refusesWhomAFileCannotName() {
        assertThat(Run.of("token", "new", "--user", "two words").err()).contains("user of 1 to 64 characters");
        assertThat(Run.of("token", "new", "--user", "u", "--host", "cn1").err()).contains("UUID of a host");
        assertThat(Run.of("token", "new").status()).isEqualTo(ExitCode.USAGE);
        Run nowhere = Run.of(
                "token",
                "new",
                "--user",
                "u",
                "--file",
                dir.resolve("none/tokens").toString());
        assertThat(nowhere.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(nowhere.err()).contains("cannot be written");
        assertThat(nowhere.out()).as("no token that nobody takes").isEmpty();
    }
}
