package dev.berth.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.credentials.Authority;
import dev.berth.credentials.FileSum;
import dev.berth.credentials.KeyPairFiles;
import dev.berth.credentials.UnusableFileException;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over real TLS connections. */
class TlsApiTest {
    private static final Optional<String> NO_CERTIFICATE = Optional.empty();
    private static final String[] ADMIN = {"x-auth-token", "admin"};

    @TempDir
    private Path dir;

    @Test
    void answersByHttp1AndHttp2AndNothingInClear() throws Exception {
        try (SafeDoor door = SafeDoor.withTls("near")) {
            for (Version version : Version.values()) {
                HttpResponse<String> answer =
                        door.ask(Optional.of(TestingCertificates.client(NO_CERTIFICATE)), version, ADMIN);

                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.headers().firstValue("location")).hasValue("https://127.0.0.1:" + door.port() + "/x");
            }
            assertThatThrownBy(() -> door.askInClear(ADMIN)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesProtocolsAndCiphersThatAreNotSafe() throws Exception {
        try (SafeDoor door = SafeDoor.withTls("near")) {
            try (SSLSocket socket = socket(door)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();
                assertThat(socket.getSession().getCipherSuite()).startsWith("TLS_ECDHE_");
            }
            try (SSLSocket socket = socket(door)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
        assertThat(TlsMaterial.read(TestingCertificates.instance("near"))
                        .ofServer()
                        .getEnabledSecureTransportProtocols())
                .containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void takesNewFilesOnceTheyBelongTogetherAndBreaksNoConnection() throws Exception {
        KeyPairFiles pair = new KeyPairFiles(dir.resolve("tls.crt"), dir.resolve("tls.key"));
        TestingCertificates.copy("near", pair);
        TlsConfig config = new TlsConfig(pair, pair, Optional.empty(), Optional.empty());
        try (SafeDoor door = new SafeDoor("near", Optional.of(config), List.of(), List.of());
                SSLSocket before = socket(door)) {
            assertThat(served(before)).isEqualTo(served("near"));
            // Who has said nothing yet is cut off soon.
            assertAnswered(before);

            Files.copy(
                    TestingCertificates.file("far.crt"),
                    pair.certificate(),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            door.tls().refresh();
            assertThat(serial(door)).as("the key is the old one's").isEqualTo(served("near"));

            Files.writeString(pair.certificate(), "-----BEGIN CERTIFICATE-----\nMIIC");
            door.tls().refresh();
            assertThat(serial(door)).as("half written").isEqualTo(served("near"));

            TestingCertificates.copy("far", pair);
            door.tls().refresh();
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!serial(door).equals(served("far")) && System.nanoTime() < deadlineNs) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            for (int i = 0; i < 10; i++) {
                assertThat(serial(door)).as("whichever acceptor").isEqualTo(served("far"));
            }
            assertAnswered(before);
        }
    }

    @Test
    void trustsNoOpenConnectionLongerThanWhoSignedItsCertificate() throws Exception {
        Path agents = Files.copy(TestingCertificates.file("agent-ca.crt"), dir.resolve("agents.crt"));
        KeyPairFiles pair =
                new KeyPairFiles(TestingCertificates.file("near.crt"), TestingCertificates.file("near.key"));
        TlsConfig config = new TlsConfig(pair, pair, Optional.empty(), Optional.of(agents));
        try (SafeDoor door = new SafeDoor("near", Optional.of(config), List.of(), List.of());
                SSLSocket agent = socket(door, Optional.of("agent"))) {
            assertThat(statusWithoutToken(agent)).isNotEqualTo("401");
            assertThat(door.identified()).isPresent();

            Files.copy(
                    TestingCertificates.file("peer-ca.crt"), agents, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            door.tls().refresh();
            assertThat(statusWithoutToken(agent)).isEqualTo("401");
        }
    }

    /** The answer's body is read too, so that the next answer can be. */
    private static String statusWithoutToken(SSLSocket socket) throws IOException {
        socket.getOutputStream().write("GET /echo HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + head).isNotNegative();
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        String length = lower.substring(lower.indexOf("content-length: ") + "content-length: ".length());
        socket.getInputStream().readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r'))));
        return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3);
    }

    @Test
    void saysWhatIsWrongWithFiles() throws Exception {
        KeyPairFiles mixed =
                new KeyPairFiles(TestingCertificates.file("near.crt"), TestingCertificates.file("far.key"));
        assertThatThrownBy(() -> mixed.read(new FileSum()))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("is not that of the certificate in");

        Path encrypted = Files.writeString(
                dir.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        assertThatThrownBy(() -> new KeyPairFiles(TestingCertificates.file("near.crt"), encrypted).read(new FileSum()))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("unencrypted PKCS#8 in PEM");

        Path empty = Files.writeString(dir.resolve("ca.crt"), "");
        assertThatThrownBy(() -> Authority.read(empty, new FileSum()))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("expected certificates of an authority in PEM");
    }

    private static void assertAnswered(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("PUT /echo HTTP/1.1\r\nhost: a\r\nx-auth-token: admin\r\ncontent-length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + head).isNotNegative();
            head.append((char) next);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 200 OK");
        socket.getInputStream().readNBytes("near".length());
    }

    private static SSLSocket socket(SafeDoor door) throws IOException {
        return socket(door, NO_CERTIFICATE);
    }

    private static SSLSocket socket(SafeDoor door, Optional<String> certificate) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestingCertificates.client(certificate).getSocketFactory().createSocket("127.0.0.1", door.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String serial(SafeDoor door) throws IOException {
        try (SSLSocket socket = socket(door)) {
            return served(socket);
        }
    }

    private static String served(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSerialNumber()
                .toString();
    }

    private static String served(String name) {
        return TestingCertificates.pair(name)
                .read(new FileSum())
                .getCertificateChain(
                        TestingCertificates.pair(name).read(new FileSum()).getServerAliases("EC", null)[0])[0]
                .getSerialNumber()
                .toString();
    }
}
