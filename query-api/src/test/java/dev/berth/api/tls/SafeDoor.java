package dev.berth.api.tls;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.CertificateAuthentication;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.auth.NoAuthentication;
import dev.berth.api.forward.OwnerForwarding;
import dev.berth.api.http.Answer;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Barrier;
import dev.berth.api.http.Call;
import dev.berth.api.http.HttpApi;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Content;
import dev.berth.api.schema.Schemas;
import dev.berth.api.sender.Network;
import dev.berth.api.sender.Senders;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.projector.Address;
import dev.berth.projector.DatedSnapshot;
import dev.berth.projector.Owner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;

/** An instance that says who it was asked by, and where it would send a caller next. */
final class SafeDoor implements AutoCloseable {
    private static final Barrier NO_BARRIER = new Barrier() {
        @Override
        public CompletionStage<Void> reached(Region region, Position position) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Optional<DatedSnapshot> read(Region region, Duration maxStaleness) {
            return Optional.empty();
        }
    };

    private final HttpApi api;
    private final String name;
    private final Optional<Tls> tls;
    private volatile Owner owner = Owner.HERE;
    private volatile Call last;
    private volatile Optional<Identity> identified = Optional.empty();

    SafeDoor(String name, Optional<TlsConfig> config, List<Network> peers, List<Network> proxies) {
        this.name = name;
        this.tls = config.map(Tls::read);
        Senders senders = new Senders(tls, peers, proxies);
        Route echo = Route.put("/echo")
                .content(Content.ANY)
                .policy("berth:rebuild")
                .body(Schemas.TRAIT_NAME)
                .answeredBy(this::echo);
        this.api = new HttpApi(
                        ApiConfig.on("127.0.0.1", 0).withSenders(senders),
                        vertx -> new Witness(new CertificateAuthentication(new NoAuthentication())),
                        List.of(echo),
                        NO_BARRIER,
                        vertx -> new OwnerForwarding(vertx, region -> owner, name, senders),
                        new SimpleMeterRegistry())
                .start();
    }

    static SafeDoor withTls(String name) {
        return new SafeDoor(name, Optional.of(TestingCertificates.instance(name)), List.of(), List.of());
    }

    private Answer echo(Call call) {
        last = call;
        return Answer.text(200, "text/plain", name).header("location", call.url("/x"));
    }

    Tls tls() {
        return tls.orElseThrow();
    }

    /** Whom the last request was found to be from; empty if it was from nobody. */
    Optional<Caller> identified() {
        return identified
                .filter(Identity.Known.class::isInstance)
                .map(Identity.Known.class::cast)
                .map(Identity.Known::caller);
    }

    /** Sees what came of asking. */
    private final class Witness implements Authentication {
        private final Authentication real;

        Witness(Authentication real) {
            this.real = real;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public Future<Identity> identify(Credentials credentials) {
            return real.identify(credentials).onSuccess(found -> identified = Optional.of(found));
        }
    }

    int port() {
        return api.port();
    }

    Call last() {
        return last;
    }

    void isKeptAt(SafeDoor other) {
        owner = new Owner.At(new Address("127.0.0.1", other.port()));
    }

    /** Asks with these headers; with TLS if there is a context. */
    HttpResponse<String> ask(Optional<SSLContext> context, HttpClient.Version version, String... headers)
            throws IOException, InterruptedException {
        HttpClient.Builder client = HttpClient.newBuilder().version(version).connectTimeout(Duration.ofSeconds(5));
        context.ifPresent(client::sslContext);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create((context.isPresent() ? "https" : "http") + "://127.0.0.1:" + port() + "/echo"))
                .timeout(Duration.ofSeconds(20))
                .PUT(HttpRequest.BodyPublishers.noBody());
        return client.build()
                .send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> ask(Optional<String> certificate, String... headers) throws IOException, InterruptedException {
        return ask(Optional.of(TestingCertificates.client(certificate)), HttpClient.Version.HTTP_1_1, headers);
    }

    HttpResponse<String> askInClear(String... headers) throws IOException, InterruptedException {
        return ask(Optional.empty(), HttpClient.Version.HTTP_1_1, headers);
    }

    @Override
    public void close() {
        api.close();
    }
}
