package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.Run;
import dev.berth.cli.WholeBerth;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A flag that cannot be is refused before anything is started with it. */
class ServiceFlagsTest {
    @ParameterizedTest
    @CsvSource({
        "up,    --port=65536,             a whole number from 0 to 65535",
        "up,    --port=-1,                a whole number from 0 to 65535",
        "up,    --kafka-port=x,           a whole number from 0 to 65535",
        "up,    --registry-port=99999,    a whole number from 0 to 65535",
        "up,    --partitions=0,           a whole number from 1 to 1024",
        "serve, --partitions=2000000000,  a whole number from 1 to 1024",
        "up,    --standbys=-1,            a whole number from 0 to 100",
        "serve, --replicas=0,             a whole number from 1 to 100",
        "serve, --replicas=65537,         a whole number from 1 to 100",
        "up,    --data-dir=,              the name of a directory",
        "serve, --data-dir=,              the name of a directory",
        "refold, --data-dir=,             the name of a directory",
        "serve, --regions=-east,          a region's name",
        "serve, --regions-max=0,          a whole number from 1 to 100000",
        "up,    --cors-origin=nonsense,   an origin such as https://horizon.example.org",
        "serve, --cors-origin=https://a.example/,  an origin such as https://horizon.example.org",
        "serve, --cors-origin=HTTPS://a.example,   an origin such as https://horizon.example.org",
        "serve, --cors-origin=http://a.example:80, an origin such as https://horizon.example.org",
        "up,    --cors-origin=null,       an origin such as https://horizon.example.org",
        "up,    --listen=,                'an address of this machine, such as 127.0.0.1'",
        "serve, --listen=203.0.113.1,     'an address of this machine, such as 127.0.0.1'",
        "up,    --listen=300.1.1.1,       'an address of this machine, such as 127.0.0.1'",
        "up,    --min-free=99999999T,     a size of 1048576T at most"
    })
    void refusesAFlagThatCannotBe(String command, String flag, String expected) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = WholeBerth.commandLine().setErr(new PrintWriter(err));

        // --help as well: were the flag taken, the command would end at once, and with 0.
        int status = commandLine.execute(command, flag, "--help");

        assertThat(status).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("expected " + expected).doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: role:x\nb: role:admin and', 'line 2: rule \"b\": expected a check such as role:admin but got the end'",
        "'',                             'there is no policy file'"
    })
    void doesNotStartWithAPolicyThatCannotBeRead(String text, String expected, @TempDir Path dir) throws IOException {
        Path file = dir.resolve("policy.yaml");
        if (!text.isEmpty()) {
            Files.writeString(file, text);
        }

        Run run = Run.of(
                "serve",
                "--kafka",
                "127.0.0.1:1",
                "--registry",
                "http://127.0.0.1:1",
                "--port",
                "0",
                "--data-dir",
                dir.resolve("data").toString(),
                "--policy-file",
                file.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(expected).doesNotContain("Exception");
    }
}
