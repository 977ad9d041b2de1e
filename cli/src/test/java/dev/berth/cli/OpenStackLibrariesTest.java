package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of Placement other than nova and the openstack command line, as they are installed, or the calls that they
 * make. Skipped where Debian's packages are missing.
 */
class OpenStackLibrariesTest {
    private static final Path SCRIPTS = Path.of("src/test/openstack/clients");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"discovery", "openstacksdk", "neutron", "cyborg", "blazar", "exporter", "policies"})
    @EnabledIfSystemProperty(
            named = "openstack",
            matches = "true",
            disabledReason = "needs clients of OpenStack; run with -Dopenstack=true")
    void cannotTellBerthFromPlacement(String client) throws Exception {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String said = new PythonScript(SCRIPTS.resolve(client + ".py"))
                    .run("http://127.0.0.1:" + server.port(), dir.resolve("output"));

            assertThat(said).contains(" 0 failures");
        }
    }

    @Test
    void runsEveryScriptThatThereIs() throws Exception {
        ValueSource run = OpenStackLibrariesTest.class
                .getDeclaredMethod("cannotTellBerthFromPlacement", String.class)
                .getAnnotation(ValueSource.class);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            assertThat(scripts.map(script -> script.getFileName().toString())
                            .filter(name -> name.endsWith(".py") && !name.equals("checks.py"))
                            .map(name -> name.replace(".py", "")))
                    .containsExactlyInAnyOrder(run.strings());
        }
    }
}
