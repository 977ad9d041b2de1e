package dev.berth.api.tls;

import dev.berth.credentials.Authority;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;

/**
 * Lets clients of several authorities through the handshake. Which of them has signed is asked again where it matters,
 * for it is no matter of the handshake. Thread-safe.
 */
final class AnyAuthority implements X509TrustManager {
    private final List<X509TrustManager> managers;

    AnyAuthority(Stream<Authority> authorities) {
        managers = authorities.map(Authority::manager).toList();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        CertificateException last = new CertificateException("no authority is known");
        for (X509TrustManager each : managers) {
            try {
                each.checkClientTrusted(chain, authType);
                return;
            } catch (CertificateException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("these authorities are for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return managers.stream()
                .flatMap(each -> Stream.of(each.getAcceptedIssuers()))
                .toArray(X509Certificate[]::new);
    }
}
