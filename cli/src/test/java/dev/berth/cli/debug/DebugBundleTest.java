package dev.berth.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.api.schema.Schemas;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.Run;
import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedKafkaConfig;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.simulator.placement.PlacementClient;
import dev.berth.simulator.placement.PlacementRequest;
import dev.berth.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bundle of a service as it is run: secrets are planted wherever a service or a command has some, and looked for in
 * every byte of the bundle.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true")
class DebugBundleTest {
    private static final String HOST = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";

    @TempDir
    private Path dir;

    @Test
    void holdsAllThatIsAskedForAndNoneOfTheSecretsThatWerePlanted() throws Exception {
        Path tokens = dir.resolve("tokens");
        String admin = token("ops", "admin", tokens);
        String auditor = token("eve", "auditor", tokens);
        String member = token("joe", "member", tokens);
        Path kafkaConfig = Files.writeString(dir.resolve("kafka.properties"), """
                security.protocol=PLAINTEXT
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="berth" \
                password="planted-sasl";
                ssl.keystore.password=planted-keystore
                ssl.key.password=planted-key
                """);
        Path registryConfig = Files.writeString(dir.resolve("registry.properties"), """
                basic.auth.credentials.source=USER_INFO
                basic.auth.user.info=berth:planted-registry
                """);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaConfig.in(dir.resolve("kafka")));
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers());
                BerthProcess serve = BerthProcess.begin(
                                List.of(
                                        "env",
                                        "BERTH_TOKEN=planted-environment",
                                        "KAFKA_SASL_PASSWORD=planted-environment-2",
                                        "JDK_JAVA_OPTIONS=-Djavax.net.ssl.keyStorePassword=planted-property"),
                                dir.resolve("serve"),
                                "serve",
                                "--port",
                                "0",
                                "--replicas",
                                "1",
                                "--kafka",
                                kafka.bootstrapServers(),
                                "--registry",
                                registry.url(),
                                "--client-config",
                                kafkaConfig.toString(),
                                "--registry-config",
                                registryConfig.toString(),
                                "--auth",
                                "static",
                                "--token-file",
                                tokens.toString())
                        .awaitReady()) {
            BundleContents bundle = bundle(serve, admin, kafkaConfig);
            assertThat(bundle.all()).doesNotContain("planted", admin, auditor);
            assertThat(bundle.json("service/process.json").path("settings").toString())
                    .contains("--auth", "static", "--client-config sasl.mechanism", "PLAIN");
            assertThat(bundle.json("service/process.json").path("environment").toString())
                    .contains("BERTH_TOKEN", "KAFKA_SASL_PASSWORD");
            assertThat(Schemas.REPLY_PROCESS.violation(bundle.json("service/process.json")))
                    .isEmpty();
            assertThat(Schemas.REPLY_THREADS.violation(bundle.json("service/threads.json")))
                    .isEmpty();
            assertThat(bundle.json("service/threads.json").path("threads").size())
                    .isGreaterThan(20);
            assertThat(bundle.json("service/readyz.json").has("status")).isTrue();
            assertThat(bundle.parts().get("service/metrics.txt")).contains("jvm_memory");
            assertThat(bundle.parts().get("local/properties/kafka.properties"))
                    .contains("sasl.mechanism=PLAIN", "ssl.keystore.password=(left out)");

            assertThat(bundle(serve, auditor, kafkaConfig).why("service/process.json"))
                    .as("auditors read everything")
                    .isEmpty();
            BundleContents ofMember = bundle(serve, member, kafkaConfig);
            assertThat(ofMember.why("service/process.json")).contains("403");
            assertThat(ofMember.why("service/threads.json")).contains("403");
            assertThat(ofMember.why("service/regions.json")).contains("403");
            assertThat(ofMember.why("service/metrics.txt")).isEmpty();
            assertThat(bundle(serve, "wrong-token", kafkaConfig).why("service/process.json"))
                    .contains("401");
        }
    }

    @Test
    void holdsTheDigestAndTheLastDecisionsOfEachRegion() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("up"));
                PlacementClient client = PlacementClient.of(up.url(), 1)) {
            for (String name : List.of("cn1", "cn1")) {
                client.send(PlacementRequest.post(
                                "/resource_providers",
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("name", name)
                                        .put("uuid", HOST)))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            }
            BundleContents bundle = bundle(up, "admin", null);
            List<String> decisions = bundle.parts()
                    .get("service/regions/default/decisions.jsonl")
                    .lines()
                    .toList();
            assertThat(decisions).hasSize(2);
            assertThat(decisions.get(1)).contains("DUPLICATE_PROVIDER");
            assertThat(bundle.json("service/regions/default/digest.json")
                            .at("/digest/whole")
                            .asText())
                    .hasSize(64);
            assertThat(bundle.json("manifest.json").path("parts").findValuesAsText("state"))
                    .containsOnly("whole");
        }
    }

    private static String token(String user, String role, Path file) {
        return Run.of("token", "new", "--user", user, "--role", role, "--file", file.toString())
                .out()
                .strip();
    }

    private BundleContents bundle(BerthProcess service, String token, Path properties) throws Exception {
        Path file = Files.createTempFile(dir, "bundle", ".zip");
        Files.delete(file);
        List<String> line = new ArrayList<>(List.of(
                "debug", "bundle", "--url", service.url().toString(), "--token", token, "--out", file.toString()));
        Optional.ofNullable(properties).ifPresent(each -> line.addAll(List.of("--properties", each.toString())));
        Run run = Run.of(line.toArray(String[]::new));
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(run.all()).doesNotContain("planted", "Exception");
        return BundleContents.of(file);
    }
}
