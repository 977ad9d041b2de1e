package dev.berth.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.policy.PolicySettings;
import dev.berth.api.tls.TestingCertificates;
import dev.berth.cli.Run;
import dev.berth.cli.service.Access;
import dev.berth.cli.service.Backbone;
import dev.berth.cli.service.Service;
import dev.berth.cli.service.Storage;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code berth agent} against a service, through both of its doors. Each test has a host of its own. */
class AgentDoorsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static Backbone backbone;
    private static Service service;
    private static Access access;
    private static HttpClient client;

    @BeforeAll
    static void start() throws InterruptedException {
        backbone = Backbone.start(Optional.empty(), Optional.empty(), dir.resolve("log"), 0, 0, fault -> {});
        ServiceOptions options = new ServiceOptions();
        CommandLine command = new CommandLine(options);
        command.parseArgs(
                "--port",
                "0",
                "--tls-cert",
                file("near.crt"),
                "--tls-key",
                file("near.key"),
                "--client-ca",
                file("agent-ca.crt"));
        access = options.open(PolicySettings.PLACEMENT);
        client = HttpClient.newBuilder()
                .sslContext(TestingCertificates.client(Optional.empty()))
                .build();
        service = Service.start(
                options.settings(
                        backbone.kafka(),
                        backbone.registryUrl(),
                        dir.resolve("stores"),
                        "doors",
                        access,
                        1,
                        1,
                        port -> Optional.empty(),
                        options.authentication(command)),
                Storage.UNWATCHED);
    }

    @AfterAll
    static void stop() {
        service.close();
        access.close();
        backbone.close();
    }

    @Test
    void saysWhatWasDecidedOverHttp() throws Exception {
        String host = "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a11";
        assertThat(overHttp("over-http", host, "admin").out()).contains("reported over-http", "; accepted\n");
        assertThat(overHttp("over-http", host, "admin").out()).contains("accepted");
        assertThat(ask("GET", "/hosts/" + host, "").path("sequence").asLong()).isPositive();
    }

    @Test
    void goesOnAboveTheLastNumberOfAClockThatWasAhead() throws Exception {
        String host = "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a12";
        overHttp("ahead", host, "admin");
        long ahead = System.currentTimeMillis() + 1_000_000;
        Run shown = Run.of("agent", "--dry-run", "--json", "--host-name", "ahead", "--host-id", host);
        ObjectNode report = (ObjectNode) MAPPER.readTree(shown.out());
        report.remove("problems");
        report.remove("warnings");
        ask("POST", "/hosts/" + host + "/report", report.put("sequence", ahead).toString());

        assertThat(overHttp("ahead", host, "admin").out()).contains("accepted");
        assertThat(ask("GET", "/hosts/" + host, "").path("sequence").asLong()).isEqualTo(ahead + 1);
    }

    /** No read of it takes long, so only a deadline for the whole ends it. */
    @Test
    void saysInTimeThatTheRegistryAnswersWithoutEnd() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> dripTo(slow));
            server.setDaemon(true);
            server.start();

            long beganMs = System.currentTimeMillis();
            Run run = Run.of(
                    "agent",
                    "--once",
                    "--host-name",
                    "slow-registry",
                    "--kafka",
                    backbone.kafka().bootstrapServers(),
                    "--registry",
                    "http://127.0.0.1:" + slow.getLocalPort(),
                    "--key",
                    dir.resolve("slow.pem").toString());

            assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("127.0.0.1:" + slow.getLocalPort()).doesNotContain("\tat ");
            assertThat(System.currentTimeMillis() - beganMs).isLessThan(10_000);
        }
    }

    private static void dripTo(ServerSocket server) {
        try (var connection = server.accept()) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                connection.getOutputStream().write(' ');
                Thread.sleep(50);
            }
        } catch (IOException | InterruptedException done) {
            // The agent goes, or the test has ended.
        }
    }

    @Test
    void saysWhyAReportIsRefused() {
        Run run = overHttp("not-mine", "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a13", "nobody");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("the report is refused", "403");
    }

    @Test
    void reportsForItsOwnHostByItsCertificateAndForNoOther() throws Exception {
        Run own = byCertificate("by-certificate", TestingCertificates.HOST, "agent");
        assertThat(own.status()).as(own.err()).isEqualTo(ExitCode.OK);
        assertThat(own.out()).contains("reported by-certificate", "; accepted\n");
        assertThat(ask("GET", "/hosts/" + TestingCertificates.HOST, "")
                        .path("sequence")
                        .asLong())
                .isPositive();

        Run other = byCertificate("of-another", "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a15", "agent");
        assertThat(other.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(other.err()).contains("the report is refused", "403");

        Run hostless = byCertificate("by-certificate", TestingCertificates.HOST, "hostless");
        assertThat(hostless.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(hostless.err()).contains("the report is refused", "401");
    }

    @Test
    void sendsNothingToAServiceThatNobodyVouchesFor() {
        Run run =
                Run.of("agent", "--once", "--host-name", "trusting", "--url", service.url(), "--token", "very-secret");

        assertThat(run.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).contains("cannot reach the service").doesNotContain("very-secret");
    }

    @Test
    void saysWhichFileOfACertificateCannotBeUsed() {
        Run notItsKey = Run.of(
                "agent", "--once", "--url", service.url(), "--cert", file("agent.crt"), "--cert-key", file("near.key"));
        assertThat(notItsKey.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(notItsKey.err()).contains("near.key is not that of the certificate in");
        Run noAuthority = Run.of("agent", "--once", "--url", service.url(), "--cacert", file("near.key"));
        assertThat(noAuthority.err()).contains("--cacert: expected certificates of an authority in PEM");
    }

    @Test
    void reportsBySignedRecords() throws Exception {
        String host = "5f3b9a30-5e62-4c5c-9f05-0a5a3d1b7a14";
        Path key = dir.resolve("agent.pem");
        String shown = Run.of("agent", "key", key.toString()).out();
        String hex = shown.substring("public key: ".length(), shown.indexOf('\n'));
        ask("PUT", "/hosts/" + host + "/enrolment", "{\"key\": \"" + hex + "\"}");

        for (int i = 1; i <= 2; i++) {
            Run run = Run.of(
                    "agent",
                    "--once",
                    "--host-name",
                    "signed",
                    "--host-id",
                    host,
                    "--kafka",
                    backbone.kafka().bootstrapServers(),
                    "--registry",
                    backbone.registryUrl(),
                    "--key",
                    key.toString());
            assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.OK);
            assertThat(run.out()).contains("reported signed", "; accepted\n");
            long sent = Long.parseLong(
                    Files.readString(dir.resolve("agent.pem.sequence")).strip());
            assertThat(ask("GET", "/hosts/" + host, "").path("sequence").asLong())
                    .isEqualTo(sent);
        }
        HttpResponse<String> metrics = send("GET", "/metrics", "");
        assertThat(metrics.body())
                .contains("berth_intake_decided_total{outcome=\"accepted\"} 2", "berth_intake_refused_total{reason=");
    }

    private static Run overHttp(String name, String host, String token) {
        return Run.of(
                "agent",
                "--once",
                "--host-name",
                name,
                "--host-id",
                host,
                "--url",
                service.url(),
                "--cacert",
                file("peer-ca.crt"),
                "--token",
                token);
    }

    private static Run byCertificate(String name, String host, String certificate) {
        return Run.of(
                "agent",
                "--once",
                "--host-name",
                name,
                "--host-id",
                host,
                "--url",
                service.url(),
                "--cacert",
                file("peer-ca.crt"),
                "--cert",
                file(certificate + ".crt"),
                "--cert-key",
                file(certificate + ".key"));
    }

    private static String file(String name) {
        return TestingCertificates.file(name).toString();
    }

    private static JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return MAPPER.readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(service.url() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
