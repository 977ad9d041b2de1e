package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The openstack command line, as it is installed, against {@code berth up}. Where it is not installed the test is
 * skipped; Debian has it in python3-openstackclient and python3-osc-placement.
 */
class OpenStackClientTest {
    private static final Path SCRIPT = Path.of("src/test/openstack/placement-commands.sh");

    /** nova's procedure for devices that are cleaned after each use. */
    private static final Path ONE_TIME_USE = Path.of("src/test/openstack/one-time-use.sh");

    /** Where Debian puts it; the first in the path may be one of another Python, which has no plugin. */
    private static final Path DEBIAN = Path.of("/usr/bin/openstack");

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes 90 s; run with -Dfaults=true")
    void doesWithEveryPlacementCommandWhatItDoesWithPlacement() throws Exception {
        Optional<Path> client = client();
        assumeTrue(client.isPresent(), "no openstack command line: install python3-openstackclient");
        assumeTrue(
                run(client.get().toString(), "resource", "provider", "list", "--help")
                        .succeeded(),
                "the openstack command line has no placement commands: install python3-osc-placement");
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            ProcessBuilder script =
                    new ProcessBuilder("bash", SCRIPT.toString(), up.url().toString());
            script.environment().put("OPENSTACK", client.get().toString());
            Ended ended = run(script);

            assertThat(ended.succeeded()).as(ended.output()).isTrue();
            assertThat(ended.output()).contains("ok      every placement command", " 0 failures");
            assertThat(up.log()).doesNotContain("ERROR d.b", "WARN  d.b");
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "faults",
            matches = "true",
            disabledReason = "takes a minute, and pci.case asks the same over HTTP; run with -Dfaults=true")
    void cleansDevicesForOneTimeUseAsNovaSays() throws Exception {
        Optional<Path> client = client();
        assumeTrue(client.isPresent(), "no openstack command line: install python3-openstackclient");
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String url = "http://127.0.0.1:" + server.port();
            ProcessBuilder procedure = new ProcessBuilder("bash", ONE_TIME_USE.toString(), url);
            procedure.environment().put("OPENSTACK", client.get().toString());
            Ended ended = run(procedure);

            assertThat(ended.succeeded()).as(ended.output()).isTrue();
            assertThat(ended.output()).contains("0 failures");
            assertThat(Run.of("device", "list", "--url", url).out())
                    .contains("\"address\":\"0000:05:00.0\"", "\"state\":\"available\"");
        }
    }

    private static Optional<Path> client() {
        return Stream.concat(
                        Stream.of(DEBIAN),
                        Stream.of(System.getenv("PATH").split(":")).map(entry -> Path.of(entry, "openstack")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private record Ended(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    private static Ended run(String... command) throws Exception {
        return run(new ProcessBuilder(List.of(command)));
    }

    private static Ended run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
