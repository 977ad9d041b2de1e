package dev.berth.api.sender;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.berth.api.tls.Tls;
import dev.berth.api.tls.TlsMaterial;
import dev.berth.credentials.Authority;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Sees to it, before anything else reads a request, that it says only what its sender may say: headers that only a peer
 * or a trusted proxy may send are taken out if somebody else has sent them, and nobody hears of it. Thread-safe.
 */
public final class Senders {
    /** Names the instance that passed a request on. From peers alone. */
    public static final String FORWARDED_BY = "x-berth-forwarded-by";

    /** The id that a peer gave the request. From peers alone. */
    public static final String REQUEST_ID = "x-berth-request-id";

    /** The host of the agent whose certificate was checked, here or by a peer. */
    public static final String CLIENT_HOST = "x-berth-client-host";

    public static final String PROTO = "x-forwarded-proto";
    public static final String HOST = "x-forwarded-host";
    public static final String PREFIX = "x-forwarded-prefix";

    /** On this machine alone, without TLS: what needs no setting. */
    public static final Senders LOCAL = new Senders(Optional.empty(), Network.LOOPBACK, List.of());

    private static final long LOOK_AGAIN_NS = Duration.ofMinutes(1).toNanos();
    private static final long CONNECTIONS_KEPT_MAX = 20_000;

    private final Optional<Tls> tls;
    private final List<Network> peers;
    private final List<Network> proxies;
    private final Cache<HttpConnection, Look> looks = CacheBuilder.newBuilder()
            .weakKeys()
            .maximumSize(CONNECTIONS_KEPT_MAX)
            .build();

    /** What a connection's certificate proved when it was looked at last, and by which files. */
    private record Look(Shown shown, Optional<TlsMaterial> by, long atNs) {
        boolean holds(Optional<TlsMaterial> now, long nowNs) {
            return by.equals(now) && nowNs - atNs < LOOK_AGAIN_NS;
        }
    }

    /** What a client's certificate proves. */
    private record Shown(boolean isPeer, Optional<String> host) {
        static final Shown NOTHING = new Shown(false, Optional.empty());
    }

    /**
     * @param peers where peers are, if there is no authority that signs their certificates
     * @param proxies whose word on the URL is taken
     */
    public Senders(Optional<Tls> tls, List<Network> peers, List<Network> proxies) {
        this.tls = tls;
        this.peers = List.copyOf(peers);
        this.proxies = List.copyOf(proxies);
    }

    public Optional<Tls> tls() {
        return tls;
    }

    /** Takes out what the sender may not say, and puts in which host's certificate it has shown. On the event loop. */
    public void clean(HttpServerRequest request) {
        MultiMap headers = request.headers();
        Shown certificate = request.isSSL() ? shownOn(request) : Shown.NOTHING;
        boolean isPeer = arePeersKnownByCertificate() ? certificate.isPeer() : isInPeerNetwork(request.connection());
        boolean isPassedOn = isPeer && headers.contains(FORWARDED_BY);
        if (!isPeer) {
            headers.remove(FORWARDED_BY);
            headers.remove(REQUEST_ID);
        }
        if (!(certificate.isPeer() && isPassedOn)) {
            headers.remove(CLIENT_HOST);
            certificate.host().ifPresent(host -> headers.set(CLIENT_HOST, host));
        }
        boolean isTrusted = isPassedOn || Network.anyHas(proxies, addressOf(request.connection()));
        keep(headers, PROTO, isTrusted, ForwardedValue::scheme);
        keep(headers, HOST, isTrusted, ForwardedValue::host);
        keep(headers, PREFIX, isTrusted, ForwardedValue::prefix);
    }

    private static void keep(
            MultiMap headers, String name, boolean isTrusted, Function<String, Optional<String>> check) {
        if (!headers.contains(name)) {
            return;
        }
        Optional<String> value =
                isTrusted ? ForwardedValue.last(headers.getAll(name)).flatMap(check) : Optional.empty();
        headers.remove(name);
        value.ifPresent(checked -> headers.set(name, checked));
    }

    /**
     * Why a request must not be passed on over this connection; empty if it may. Only to whom this instance would
     * believe what peers say: else a request could go round in circles, and tokens out of the network.
     */
    public Optional<String> distrust(HttpConnection toPeer) {
        // With an authority the handshake has found out already.
        return arePeersKnownByCertificate() || isInPeerNetwork(toPeer)
                ? Optional.empty()
                : Optional.of("it is in none of the networks where peers are, " + peers
                        + "; start all instances with --peer-ca, or with --peer-network for a network that is trusted");
    }

    private boolean arePeersKnownByCertificate() {
        return tls.flatMap(files -> files.now().peers()).isPresent();
    }

    private boolean isInPeerNetwork(HttpConnection connection) {
        return Network.anyHas(peers, addressOf(connection));
    }

    private static String addressOf(HttpConnection connection) {
        return connection.remoteAddress() == null
                ? null
                : connection.remoteAddress().hostAddress();
    }

    /**
     * Looked at for each connection once a minute and when files change, for a connection may outlive its certificate
     * and the trust in who has signed it.
     */
    private Shown shownOn(HttpServerRequest request) {
        Optional<TlsMaterial> now = tls.map(Tls::now);
        long nowNs = System.nanoTime();
        Look last = looks.getIfPresent(request.connection());
        if (last != null && last.holds(now, nowNs)) {
            return last.shown();
        }
        Shown found = shown(request.sslSession());
        looks.put(request.connection(), new Look(found, now, nowNs));
        return found;
    }

    private Shown shown(SSLSession session) {
        Certificate[] certificates;
        try {
            certificates = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            return Shown.NOTHING;
        }
        X509Certificate[] chain = Arrays.copyOf(certificates, certificates.length, X509Certificate[].class);
        return new Shown(
                has(files -> files.now().peers(), chain),
                has(files -> files.now().clients(), chain) ? HostName.in(chain[0]) : Optional.empty());
    }

    private boolean has(Function<Tls, Optional<Authority>> authority, X509Certificate... chain) {
        return tls.flatMap(authority).map(known -> known.hasSigned(chain)).orElse(false);
    }
}
