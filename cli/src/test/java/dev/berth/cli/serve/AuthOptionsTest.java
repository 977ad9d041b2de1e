package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.cli.WholeBerth;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Who is let in is settled before anything is started, and nobody is let in by accident. */
class AuthOptionsTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource({
        "up --listen 0.0.0.0,                    --listen 0.0.0.0 lets other machines in",
        "serve --listen 0.0.0.0,                 --auth keystone --keystone-config FILE",
        "serve --listen 0.0.0.0 --json,           --auth static --token-file FILE",
        "serve --listen 0.0.0.0 --auth noauth,   add --noauth-for-everybody",
        "up --auth none,                         'expected noauth, static or keystone'",
        "up --auth static,                       --auth static needs --token-file FILE",
        "up --auth keystone,                     --auth keystone needs --keystone-config FILE",
        "up --token-file t,                      but --auth is noauth",
        "up --keystone-config k,                 but --auth is noauth",
        "up --auth static --noauth-for-everybody --token-file t, --noauth-for-everybody does not go with --auth static"
    })
    void refusesOptionsThatWouldLetInWhoIsNotMeant(String command, String expected) {
        Run run = Run.of(command.strip().split(" "));

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(expected).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost"})
    void needsNoWordFromAnybodyOnThisMachineAlone(String listen) {
        assertThat(mode("--listen", listen)).isEqualTo("noauth");
        assertThat(mode("--listen", "0.0.0.0", "--noauth-for-everybody")).isEqualTo("noauth");
    }

    @Test
    void letsAnyMachineInWhoseCallersAreKnown() throws Exception {
        Path tokens = file("tokens", "");
        Path keystone = file(
                "keystone.conf",
                "[keystone_authtoken]\nauth_url=http://k\nusername=b\npassword=s\nproject_name=service\n");

        assertThat(mode("--listen", "0.0.0.0", "--auth", "static", "--token-file", tokens.toString()))
                .isEqualTo("static");
        assertThat(mode("--listen", "0.0.0.0", "--auth", "keystone", "--keystone-config", keystone.toString()))
                .isEqualTo("keystone");
    }

    @Test
    void saysWhatIsWrongWithAFileBeforeAnythingIsStarted() throws Exception {
        Path tokens = file("tokens", "secret\n");

        Run wrong = Run.of("up", "--auth", "static", "--token-file", tokens.toString());
        Run none = Run.of(
                "serve",
                "--auth",
                "keystone",
                "--keystone-config",
                dir.resolve("none").toString());

        assertThat(wrong.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(wrong.err()).contains("tokens, line 1:").doesNotContain("secret");
        assertThat(none.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(none.err()).contains("is not there");
    }

    private Path file(String name, String text) throws Exception {
        Path file = Files.writeString(dir.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String mode(String... options) {
        ServiceOptions service = new ServiceOptions();
        CommandLine.populateCommand(service, options);
        return service.authentication(WholeBerth.commandLine()).name();
    }
}
