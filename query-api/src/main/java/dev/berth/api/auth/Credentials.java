package dev.berth.api.auth;

import io.vertx.core.MultiMap;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a caller presents.
 *
 * @param headers of the request; read on its event loop alone
 * @param certificate of the client, checked by the TLS handshake already; empty where none was given
 */
public record Credentials(MultiMap headers, Optional<X509Certificate> certificate) {
    public Optional<String> header(CharSequence name) {
        return Optional.ofNullable(headers.get(name));
    }
}
