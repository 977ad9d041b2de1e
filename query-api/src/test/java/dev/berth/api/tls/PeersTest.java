package dev.berth.api.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.auth.Caller;
import dev.berth.api.sender.Network;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances that know each other by their certificates, and what others try to make them believe. */
class PeersTest {
    private static final Optional<String> NO_CERTIFICATE = Optional.empty();
    private static final Optional<String> AGENT = Optional.of("agent");
    private static final String OTHER_HOST = "45791f28-fb45-4717-9ea9-435b3ef7c3b3";

    private SafeDoor near;
    private SafeDoor far;

    @BeforeEach
    void start() {
        near = SafeDoor.withTls("near");
        far = SafeDoor.withTls("far");
        near.isKeptAt(far);
    }

    @AfterEach
    void stop() {
        near.close();
        far.close();
    }

    @Test
    void passesRequestsOnToAPeerWhoseCertificateIsGood() throws Exception {
        HttpResponse<String> answer = near.ask(NO_CERTIFICATE, "x-auth-token", "admin");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("far");
        assertThat(answer.headers().firstValue("location")).hasValue("https://127.0.0.1:" + near.port() + "/x");
        assertThat(answer.headers().firstValue("x-openstack-request-id"))
                .hasValue(far.last().requestId());
    }

    @Test
    void passesNothingOnToAPeerWithAnotherNameOrAnotherAuthority() throws Exception {
        try (SafeDoor misnamed = SafeDoor.withTls("elsewhere");
                SafeDoor unsigned = SafeDoor.withTls("stranger")) {
            near.isKeptAt(misnamed);
            far.isKeptAt(unsigned);
            CompletableFuture<HttpResponse<String>> other = CompletableFuture.supplyAsync(() -> ask(far));
            for (HttpResponse<String> answer : List.of(ask(near), other.join())) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("cannot be reached");
            }
            assertThat(misnamed.last()).isNull();
            assertThat(unsigned.last()).isNull();
        }
    }

    private static HttpResponse<String> ask(SafeDoor door) {
        try {
            return door.ask(NO_CERTIFICATE, "x-auth-token", "admin");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void knowsAgentsByTheirCertificatesHereAndAtTheOwner() throws Exception {
        for (SafeDoor asked : List.of(far, near)) {
            // No policy lets it do this; an owner is asked only if the instance before it lets it pass.
            asked.ask(AGENT, "x-berth-client-host", OTHER_HOST);
            assertAgent(asked.identified());
        }
    }

    @Test
    void takesAPeersWordForTheCertificateOfAnAgent() throws Exception {
        String[] passedOn = {"x-berth-forwarded-by", "near", "x-berth-client-host", TestingCertificates.HOST};

        far.ask(Optional.of("near"), passedOn);
        assertAgent(far.identified());

        assertThat(far.ask(NO_CERTIFICATE, passedOn).statusCode()).isEqualTo(401);
        far.ask(AGENT, "x-berth-forwarded-by", "near", "x-berth-client-host", OTHER_HOST);
        assertAgent(far.identified());
    }

    @Test
    void takesATokenBeforeACertificate() throws Exception {
        assertThat(near.ask(AGENT, "x-auth-token", "admin").statusCode()).isEqualTo(200);
        assertThat(far.last().caller().user()).isEqualTo("admin");
        assertThat(far.last().caller().host()).isEmpty();
    }

    private static void assertAgent(Optional<Caller> found) {
        Caller caller = found.orElseThrow();
        assertThat(caller.host().orElseThrow()).hasToString(TestingCertificates.HOST);
        assertThat(caller.roles()).containsExactly("agent");
        assertThat(caller.user()).isEqualTo("host:" + TestingCertificates.HOST);
    }

    @Test
    void takesNoHostFromWhoIsNoPeer() throws Exception {
        for (SafeDoor door : List.of(near, far)) {
            assertThat(door.ask(NO_CERTIFICATE, "x-berth-client-host", OTHER_HOST)
                            .statusCode())
                    .isEqualTo(401);
            for (String certificate : List.of("hostless", "two-hosts")) {
                assertThat(door.ask(Optional.of(certificate), "x-berth-client-host", OTHER_HOST)
                                .statusCode())
                        .as(certificate)
                        .isEqualTo(401);
            }
            assertThatThrownBy(() -> door.ask(Optional.of("stranger"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void letsNobodyElseStopForwardingOrNameRequests() throws Exception {
        String id = "req-" + UUID.randomUUID();
        String[] forged = {"x-auth-token", "admin", "x-berth-forwarded-by", "far", "x-berth-request-id", id};
        for (Optional<String> certificate : List.of(NO_CERTIFICATE, AGENT)) {
            HttpResponse<String> answer = near.ask(certificate, forged);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("far");
            assertThat(answer.headers().firstValue("x-openstack-request-id"))
                    .isPresent()
                    .isNotEqualTo(Optional.of(id));
        }

        HttpResponse<String> byPeer = near.ask(Optional.of("far"), forged);
        assertThat(byPeer.statusCode()).isEqualTo(503);
        assertThat(byPeer.body()).contains("far passed this request on").contains(id);
    }

    @Test
    void passesRequestsInClearOnlyToNetworksWherePeersAre() throws Exception {
        List<Network> elsewhere = List.of(Network.parse("10.0.0.0/8"));
        try (SafeDoor open = new SafeDoor("open", Optional.empty(), Network.LOOPBACK, List.of());
                SafeDoor lonely = new SafeDoor("lonely", Optional.empty(), elsewhere, List.of())) {
            open.isKeptAt(lonely);
            assertThat(open.askInClear("x-auth-token", "admin").body()).isEqualTo("lonely");

            lonely.isKeptAt(open);
            HttpResponse<String> refused = lonely.askInClear("x-auth-token", "admin");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("--peer-network");
        }
    }
}
