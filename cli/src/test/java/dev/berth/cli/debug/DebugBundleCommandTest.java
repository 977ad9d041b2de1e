package dev.berth.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.cli.Run;
import dev.berth.cli.WholeBerth;
import dev.berth.events.command.CreateProvider;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line of {@code berth debug bundle}, and bundles of services that do not tell everything. */
class DebugBundleCommandTest {
    @TempDir
    private Path dir;

    @Test
    void refusesCommandLinesThatAreWrong() {
        for (String[] line : new String[][] {
            {"debug"},
            {"debug", "bundle", "--decisions", "-1"},
            {"debug", "bundle", "--decisions", "10001"},
            {"debug", "bundle", "--max-size", "2G"},
            {"debug", "bundle", "--timeout", "0s"}
        }) {
            Run run = Run.of(line);
            assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void tellsOfAServiceThatDoesNotAnswerWhatItCanFromHere() throws IOException {
        Path file = dir.resolve("b.zip");
        Path log = Files.writeString(dir.resolve("berth.log"), "asked https://me:planted-1@kafka:9092\n");
        Run run = Run.of(
                "debug",
                "bundle",
                "--url",
                "http://127.0.0.1:1",
                "--out",
                file.toString(),
                "--data-dir",
                dir.toString(),
                "--log",
                log.toString(),
                "--log",
                dir.resolve("none.log").toString(),
                "--json");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("\"not_whole\"", "service/metrics.txt");
        BundleContents bundle = BundleContents.of(file);
        assertThat(bundle.json("local/process.json").path("version").asText()).isNotEmpty();
        assertThat(bundle.parts().get("local/data-dir.txt")).contains("berth.log", "free ");
        assertThat(bundle.parts().get("local/log/berth.log")).isEqualTo("asked https://(left out)@kafka:9092\n");
        assertThat(bundle.why("local/log/none.log")).contains("there is no file");
        assertThat(bundle.why("service/readyz.json")).contains("cannot be asked");
    }

    /** The server without a broker has no such routes, as an older service has none. */
    @Test
    void tellsWhatTheServiceDoesNotHaveAndTakesTheRest() throws IOException {
        try (BrokerlessServer server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            server.decide(
                    Region.DEFAULT,
                    new CreateProvider(
                            new CommandId(new UUID(2, 1)), new ProviderId(new UUID(1, 1)), "cn1", Optional.empty()));
            Path file = dir.resolve("b.zip");
            Run run = Run.of(
                    "debug",
                    "bundle",
                    "--url",
                    "http://127.0.0.1:" + server.port(),
                    "--out",
                    file.toString(),
                    "--table");
            assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains(file + ": ", "not whole", "service/process.json: the service answers 404");
            BundleContents bundle = BundleContents.of(file);
            assertThat(bundle.json("service/regions/default/digest.json")
                            .at("/digest/whole")
                            .asText())
                    .hasSize(64);
            assertThat(bundle.json("service/readyz.json").path("status").asText())
                    .isEqualTo("ready");
            assertThat(bundle.why("service/regions/default/decisions.jsonl")).contains("404");
            assertThat(run.out()).doesNotContain("Exception");
        }
    }

    @Test
    void showsTheSettingsOfAServiceWithoutWhatIsSecretInThem() throws IOException {
        Path config = Files.writeString(dir.resolve("kafka.properties"), """
                security.protocol=SASL_SSL
                sasl.jaas.config=X required username="berth" password="planted-2";
                ssl.keystore.password=planted-3
                ssl.truststore.location=/etc/berth/ca.p12
                """);
        CommandLine berth = WholeBerth.commandLine();
        berth.parseArgs(
                "serve",
                "--client-config",
                config.toString(),
                "--kafka",
                "k1:9092",
                "--registry",
                "http://u:planted-4@r:8081");
        Map<String, String> shown =
                ShownSettings.of(berth.getSubcommands().get("serve").getCommandSpec());
        assertThat(shown)
                .containsEntry("--kafka", "k1:9092")
                .containsEntry("--registry", "http://(left out)@r:8081")
                .containsEntry("--client-config security.protocol", "SASL_SSL")
                .containsEntry("--client-config ssl.truststore.location", "/etc/berth/ca.p12")
                .containsEntry("--client-config sasl.jaas.config", "(left out)")
                .containsEntry("--client-config ssl.keystore.password", "(left out)")
                .containsKeys("--listen", "--port");
        assertThat(shown.toString()).doesNotContain("planted");
    }
}
