package dev.berth.api.tls;

import dev.berth.credentials.Authority;
import dev.berth.credentials.FileSum;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/**
 * What stood in all files at one time. Immutable.
 *
 * @param sha256 what the files come to
 */
public record TlsMaterial(
        X509KeyManager own,
        X509KeyManager toPeers,
        Optional<Authority> peers,
        Optional<Authority> clients,
        String sha256) {
    private static final long HANDSHAKE_TIMEOUT_S = 10;
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Those that keep what was said secret when the key is lost later, and authenticate what they encrypt. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    static TlsMaterial read(TlsConfig config) {
        FileSum sum = new FileSum();
        X509KeyManager own = config.own().read(sum);
        return new TlsMaterial(
                own,
                config.toPeers().equals(config.own()) ? own : config.toPeers().read(sum),
                config.peerCa().map(file -> Authority.read(file, sum)),
                config.clientCa().map(file -> Authority.read(file, sum)),
                sum.sha256());
    }

    /** For the API: clients may present a certificate, and those without one are let in as well. */
    public ServerSSLOptions ofServer() {
        ServerSSLOptions options = usual(new ServerSSLOptions());
        options.setKeyCertOptions(KeyCertOptions.wrap(own))
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2", "http/1.1"));
        if (peers.isPresent() || clients.isPresent()) {
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(
                            TrustOptions.wrap(new AnyAuthority(Stream.concat(peers.stream(), clients.stream()))));
        }
        return options;
    }

    /** For a client of peers. Without an authority of theirs those count that this Java trusts. */
    public ClientSSLOptions ofClient() {
        ClientSSLOptions options = usual(new ClientSSLOptions());
        options.setKeyCertOptions(KeyCertOptions.wrap(toPeers)).setHostnameVerificationAlgorithm("HTTPS");
        peers.ifPresent(authority -> options.setTrustOptions(TrustOptions.wrap(authority.manager())));
        return options;
    }

    private static <T extends SSLOptions> T usual(T options) {
        Set<String> protocols = new LinkedHashSet<>(PROTOCOLS);
        options.setEnabledSecureTransportProtocols(protocols);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        options.setSslHandshakeTimeout(HANDSHAKE_TIMEOUT_S).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        return options;
    }
}
