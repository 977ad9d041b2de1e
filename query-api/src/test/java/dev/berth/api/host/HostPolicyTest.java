package dev.berth.api.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import dev.berth.api.command.Backend;
import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.command.ViewBarrier;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.http.Forwarding;
import dev.berth.api.http.HttpApi;
import dev.berth.api.policy.PolicySettings;
import dev.berth.api.policy.WatchedPolicy;
import dev.berth.api.server.HostRoutes;
import dev.berth.events.command.EnrolHost;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Enrolment;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.projector.board.HostBoard;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what to which host is for the policy to say, whatever roles are called. */
class HostPolicyTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ENROLMENT = "{\"user\": \"their user\"}";

    private final DirectCommandLog log = new DirectCommandLog(System::currentTimeMillis);
    private final HostBoard board = new HostBoard();
    private final ProviderId host = new ProviderId(UUID.randomUUID());

    private Optional<WatchedPolicy> policy = Optional.empty();

    @TempDir
    private Path dir;

    /** The roles are those of a header, and a token whose roles include "system" has all of it in scope. */
    private static final class ByRoles implements Authentication {
        @Override
        public String name() {
            return "by roles";
        }

        @Override
        public Future<Identity> identify(Credentials credentials) {
            String roles = credentials.header("x-roles").orElse("");
            return Future.succeededFuture(new Identity.Known(Caller.of("somebody", "", Stream.of(roles.split(",")))
                    .withSystemScope(Optional.of("all").filter(all -> roles.contains("system")))));
        }
    }

    @BeforeEach
    void enrol() {
        log.submit(
                        Region.DEFAULT,
                        new EnrolHost(
                                new CommandId(UUID.randomUUID()),
                                new Enrolment(host, Optional.empty(), Optional.of("their agent"))))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void closePolicy() {
        policy.ifPresent(WatchedPolicy::close);
    }

    @Test
    void letsWithdrawHostsWhomTheFileLets() throws Exception {
        try (HttpApi api = api("'berth:hosts:enrolment:delete': 'role:cloud_admin'", PolicySettings.PLACEMENT)) {
            assertThat(status(api, "DELETE", "/enrolment", "admin", "")).isEqualTo(403);
            assertThat(status(api, "DELETE", "/enrolment", "cloud_admin", "")).isEqualTo(204);
        }
    }

    @Test
    void letsEnrolAndReportHostsWhomTheFileLets() throws Exception {
        String file = """
                'berth:hosts:enrolment:update': 'role:cloud_admin or rule:agent_api'
                'berth:hosts:report': 'role:cloud_admin or role:agent'
                'berth:hosts:report:show': '@'
                """;
        try (HttpApi api = api(file, PolicySettings.PLACEMENT)) {
            assertThat(status(api, "PUT", "/enrolment", "cloud_admin", ENROLMENT))
                    .isEqualTo(204);
            assertThat(status(api, "POST", "/report", "cloud_admin", "{}")).isEqualTo(400);
            assertThat(status(api, "GET", "/report?heartbeat=true", "cloud_admin", ""))
                    .isEqualTo(200);
            for (String others : new String[] {"agent", "admin,agent", "reader,agent,system"}) {
                assertThat(status(api, "PUT", "/enrolment", others, ENROLMENT)).isEqualTo(403);
                assertThat(status(api, "POST", "/report", others, "{}")).isEqualTo(403);
                assertThat(status(api, "GET", "/report?heartbeat=true", others, ""))
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void letsNoAdministratorOfAProjectInAsAnAgentOfAnyHost() throws Exception {
        try (HttpApi api = api("{}", PolicySettings.PLACEMENT.enforcingNewDefaults())) {
            assertThat(status(api, "PUT", "/enrolment", "admin,agent", ENROLMENT))
                    .isEqualTo(403);
            assertThat(status(api, "POST", "/report", "admin,agent", "{}")).isEqualTo(403);
            assertThat(status(api, "GET", "/enrolment", "admin,agent", "")).isEqualTo(403);
            assertThat(status(api, "PUT", "/enrolment", "admin,agent,system", ENROLMENT))
                    .isEqualTo(204);
        }
    }

    @Test
    void keepsAgentsToTheirOwnHostWhateverTheirRoleIsCalled() throws Exception {
        try (HttpApi api = api("agent_api: 'role:nova'", PolicySettings.PLACEMENT)) {
            for (String path : new String[] {"", "/enrolment", "/report"}) {
                assertThat(status(api, "GET", path, "nova", "")).as(path).isEqualTo(403);
            }
            assertThat(status(api, "PUT", "/enrolment", "nova", ENROLMENT)).isEqualTo(403);
            assertThat(status(api, "GET", "/enrolment", "auditor,nova", "")).isEqualTo(200);
        }
    }

    private HttpApi api(String rules, PolicySettings settings) throws Exception {
        Path file = Files.writeString(dir.resolve("policy.yaml"), rules);
        WatchedPolicy watched = WatchedPolicy.open(file, settings);
        policy = Optional.of(watched);
        return new HttpApi(
                        ApiConfig.on("127.0.0.1", 0).withPolicy(watched),
                        vertx -> new ByRoles(),
                        HostRoutes.addTo(List.of(), new Backend(log, log), board),
                        new ViewBarrier(log, Duration.ofSeconds(5)),
                        vertx -> Forwarding.NONE,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .start();
    }

    private int status(HttpApi api, String method, String path, String roles, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.port() + "/hosts/" + host + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("openstack-api-version", "placement 1.39")
                .header("x-roles", roles)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
