package dev.berth.api.auth;

import dev.berth.api.sender.Senders;
import dev.berth.events.model.ProviderId;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows agents by their certificates, and everybody else as another authentication does. A certificate is for callers
 * without a token: anyone who sends one is whom the token names, and the certificate adds nothing to it. Thread-safe as
 * the other is.
 */
public final class CertificateAuthentication implements Authentication {
    private static final String TOKEN = "x-auth-token";
    private static final String ROLE = "agent";

    private final Authentication others;

    public CertificateAuthentication(Authentication others) {
        this.others = others;
    }

    @Override
    public String name() {
        return others.name() + "+certificate";
    }

    @Override
    public Future<Identity> identify(Credentials credentials) {
        // Put there by what has checked the certificate, and taken out of what anybody else has sent.
        Optional<String> host = credentials.header(Senders.CLIENT_HOST);
        return host.isPresent() && credentials.header(TOKEN).isEmpty()
                ? Future.succeededFuture(new Identity.Known(agentOf(host.get())))
                : others.identify(credentials);
    }

    private static Caller agentOf(String host) {
        return Caller.of("host:" + host, "", Stream.of(ROLE)).withHost(ProviderId.of(host));
    }

    @Override
    public void close() {
        others.close();
    }
}
