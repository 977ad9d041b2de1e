package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.policy.PolicySettings;
import dev.berth.api.tls.TestingCertificates;
import dev.berth.cli.Run;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.Storage;
import dev.berth.credentials.Authority;
import dev.berth.terminal.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Everything with TLS, SASL and the rights that the docs give, and no more. */
@EnabledIfSystemProperty(named = "secured", matches = "true", disabledReason = "takes 20 s; run with -Dsecured=true")
class SecuredKafkaTest {
    @TempDir
    private static Path dir;

    private static SecuredKafka kafka;
    private static Service service;
    private static Access access;

    @BeforeAll
    static void start() throws Exception {
        kafka = SecuredKafka.start(dir);
        ServiceOptions options = new ServiceOptions();
        CommandLine command = new CommandLine(options);
        command.parseArgs("--port", "0", "--tls-cert", file("near.crt"), "--tls-key", file("near.key"));
        access = options.open(PolicySettings.PLACEMENT);
        service = Service.start(
                options.settings(
                        kafka.as("berth"),
                        kafka.registryUrl(),
                        dir.resolve("stores"),
                        "one",
                        access,
                        1,
                        2,
                        port -> Optional.empty(),
                        options.authentication(command)),
                Storage.UNWATCHED);
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        if (access != null) {
            access.close();
        }
        kafka.close();
    }

    private static String file(String name) {
        return TestingCertificates.file(name).toString();
    }

    @Test
    void servesAndIsAuditedWithTheRightsThatTheDocsGive() throws Exception {
        assertThat(service.url()).startsWith("https://");
        HttpResponse<String> created = ask("POST", "/resource_providers", "{\"name\": \"cn1\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        Run audit = as("auditor", "audit", "verify", "--url", service.url(), "--cacert", file("peer-ca.crt"));
        assertThat(audit.status()).as(audit.err() + audit.out()).isEqualTo(ExitCode.OK);

        Run explained = Run.of("explain", "--url", service.url(), "--cacert", file("peer-ca.crt"), "resources=VCPU:1");
        assertThat(explained.status()).as(explained.err()).isEqualTo(ExitCode.OK);
        Run stranger = Run.of("explain", "--url", service.url(), "resources=VCPU:1");
        assertThat(stranger.status()).isEqualTo(ExitCode.COULD_NOT_RUN);

        Run skipped = as("operator", "skip", "--region", "default", "--offset", "0", "--yes");
        assertThat(skipped.status()).as(skipped.err() + skipped.out()).isEqualTo(ExitCode.OK);
        Run refused = as("auditor", "skip", "--region", "default", "--offset", "0", "--yes");
        assertThat(refused.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(refused.err()).doesNotContain("secret-of-auditor");
    }

    @Test
    void anAgentReportsWithTheRightsThatTheDocsGiveAndIsToldOfThoseItLacks() throws Exception {
        String key = dir.resolve("agent.pem").toString();
        String shown = Run.of("agent", "key", key).out();
        String hex = shown.substring("public key: ".length(), shown.indexOf('\n'));
        HttpResponse<String> enrolled =
                ask("PUT", "/hosts/" + TestingCertificates.HOST + "/enrolment", "{\"key\": \"" + hex + "\"}");
        assertThat(enrolled.statusCode()).as(enrolled.body()).isEqualTo(204);
        String[] report = {"agent", "--once", "--host-name", "cn7", "--host-id", TestingCertificates.HOST, "--key", key
        };

        Run lacking = as("auditor", report);
        assertThat(lacking.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(lacking.err())
                .contains("an agent needs the rights WRITE and DESCRIBE on topic berth.reports")
                .doesNotContain("secret-of-auditor");

        Run reported = as("agent", report);
        assertThat(reported.status()).as(reported.err() + reported.out()).isEqualTo(ExitCode.OK);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ask("GET", "/hosts/" + TestingCertificates.HOST, "")
                        .body()
                        .contains("\"sequence\":"));
    }

    @Test
    void theServiceAbortsForgottenTransactionsOnlyWithTheRightThatTheDocsLeaveToTheReader() throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.as("berth").clientSettings());
        settings.put("bootstrap.servers", kafka.servers());
        TopicPartition partition = new TopicPartition("berth.hosts", 0);
        AbortTransactionSpec nobodys = new AbortTransactionSpec(partition, 4_711, (short) 0, 0);
        try (Admin admin = Admin.create(settings)) {
            // What it has to ask first.
            assertThat(admin.describeProducers(List.of(partition)).all().get()).hasSize(1);
            assertThat(admin.listTransactions().all().get())
                    .anyMatch(listed -> listed.transactionalId().startsWith("berth-projector-"));

            assertThatThrownBy(() -> admin.abortTransaction(nobodys).all().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AuthorizationException.class);
            kafka.giveWhatIsOptional();
            admin.abortTransaction(nobodys).all().get();
        }
    }

    @Test
    void agentsWriteTheirReportsAndNothingElse() throws Exception {
        Map<String, Object> settings = new HashMap<>(kafka.as("agent").clientSettings());
        settings.put("bootstrap.servers", kafka.servers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = "report".getBytes(StandardCharsets.UTF_8);
            assertThat(producer.send(new ProducerRecord<>("berth.reports", bytes))
                            .get()
                            .hasOffset())
                    .isTrue();
            for (String topic : List.of("berth.log", "berth.decisions", "berth.hosts")) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, bytes))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    private static HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(
                        Authority.read(TestingCertificates.file("peer-ca.crt")).ofClient(Optional.empty()))
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(service.url() + path))
                                .header("x-auth-token", "admin")
                                .header("content-type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static Run as(String user, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--kafka",
                kafka.servers(),
                "--registry",
                kafka.registryUrl(),
                "--client-config",
                kafka.clientConfig(user).toString()));
        return Run.of(all.toArray(String[]::new));
    }
}
