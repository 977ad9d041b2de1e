package dev.berth.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.berth.api.tls.TestingCertificates;
import dev.berth.events.codec.SchemaRegistry;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A registry behind HTTPS and a password, which says no to everything once it knows who asks. */
class RegistryOverHttpsTest {
    private static final String SECRET = "berth:hush-hush";

    @TempDir
    private Path dir;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TestingCertificates.server("near")));
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = "{\"error_code\": 42201, \"message\": \"no\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(422, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsItsCredentialsToTheRegistryAndToNobodyElse() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(Files.newInputStream(TestingCertificates.file("peer-ca.crt"))));
        Path trust = dir.resolve("registry.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            store.store(out, "changeit".toCharArray());
        }
        Path config = Files.writeString(
                dir.resolve("registry.properties"),
                "basic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=" + SECRET
                        + "\nssl.truststore.location=" + trust
                        + "\nssl.truststore.password=changeit\nssl.truststore.type=PKCS12\n");

        assertThatThrownBy(() -> register("--registry-config", config.toString()))
                .hasMessageNotContaining("hush")
                .hasMessageContaining("no");
        assertThat(authorizations)
                .isNotEmpty()
                .containsOnly("Basic " + Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void asksNoRegistryWhoseCertificateNobodyVouchesFor() {
        assertThatThrownBy(this::register).hasMessageContaining("127.0.0.1");
        assertThat(authorizations).isEmpty();
    }

    @Test
    void refusesSecretsInUrlsAndSettingsOfSomethingElse() throws Exception {
        LogOptions inUrl = CommandLine.populateCommand(new LogOptions(), "--registry", "https://berth:hush@registry");
        assertThatThrownBy(inUrl::registryUrl)
                .hasMessageContaining("--registry-config")
                .hasMessageNotContaining("hush");

        Path config = Files.writeString(dir.resolve("other.properties"), "sasl.mechanism=PLAIN\n");
        LogOptions other = CommandLine.populateCommand(new LogOptions(), "--registry-config", config.toString());
        assertThatThrownBy(other::registrySettings).hasMessageContaining("but got sasl.mechanism");
    }

    private void register(String... options) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "--registry",
                                "https://127.0.0.1:" + server.getAddress().getPort()),
                        java.util.stream.Stream.of(options))
                .toArray(String[]::new);
        try (SchemaRegistry registry =
                CommandLine.populateCommand(new LogOptions(), all).openRegistry()) {
            registry.registerSchemas();
        }
    }
}
