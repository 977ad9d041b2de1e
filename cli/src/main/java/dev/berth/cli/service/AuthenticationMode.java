package dev.berth.cli.service;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.CertificateAuthentication;
import dev.berth.api.http.Audience;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;

/**
 * How callers are authenticated.
 *
 * @param name as it is called in options and told on the ready line
 * @param authentication made on the API's event loops
 * @param audience whom the API may be for, if that is how it finds out
 */
public record AuthenticationMode(
        String name, BiFunction<Vertx, MeterRegistry, Authentication> authentication, Audience audience) {
    /** The same, which knows agents by their certificates as well. */
    public AuthenticationMode withCertificates() {
        return new AuthenticationMode(
                name, (vertx, meters) -> new CertificateAuthentication(authentication.apply(vertx, meters)), audience);
    }
}
