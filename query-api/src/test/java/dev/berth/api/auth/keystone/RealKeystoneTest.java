package dev.berth.api.auth.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.api.auth.Authentication;
import dev.berth.api.auth.Caller;
import dev.berth.api.auth.Credentials;
import dev.berth.api.auth.Identity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Keystone from the system's packages says of tokens what is expected of it. Runs with -Pkeystone. */
@Tag("keystone")
class RealKeystoneTest {
    private static final Path SCRIPT = Path.of("src/test/keystone/keystone.sh");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TO_PROJECT = "{\"project\":{\"name\":\"%s\",\"domain\":{\"id\":\"default\"}}}";

    /** Long enough for what has to be done with one before it ends, on a machine that is busy. */
    private static final int TOKEN_S = 12;

    @TempDir
    private static Path dir;

    private static Vertx vertx;
    private static String api;

    @BeforeAll
    static void start() throws Exception {
        String missing = run(Map.of(), "check");
        assumeTrue(missing.isEmpty(), "no Keystone can be run here: " + missing);
        int port = freePort();
        String failed = run(Map.of("KEYSTONE_TOKEN_SECONDS", "" + TOKEN_S), "start", dir.toString(), "" + port);
        assertThat(failed).isEmpty();
        api = "http://127.0.0.1:" + port + "/v3";
        vertx = Vertx.vertx();
        make("/projects", "project", "{\"name\":\"service\"}");
        make("/projects", "project", "{\"name\":\"p1\"}");
        make("/roles", "role", "{\"name\":\"Service\"}");
        user("berth", "service", "Service");
        user("alice", "p1", "member");
    }

    @AfterAll
    static void stop() throws Exception {
        run(Map.of(), "stop", dir.toString());
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** What the script says; nothing if it has done what it should. */
    private static String run(Map<String, String> environment, String... arguments) throws Exception {
        Path said = Files.createTempFile("keystone-", ".txt");
        ProcessBuilder script = new ProcessBuilder(Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        script.environment().putAll(environment);
        Process process = script.start();
        boolean isOver = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(said).strip();
        Files.delete(said);
        return isOver && process.exitValue() == 0 ? "" : "it failed: " + text;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> send(String method, String path, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path))
                .header("content-type", "application/json")
                .header("x-auth-token", token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    /** On a connection of its own: uwsgi closes each without a word. */
    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String make(String path, String kind, String body) throws Exception {
        HttpResponse<String> made = send("POST", path, adminToken(), "{\"" + kind + "\":" + body + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return JSON.readTree(made.body()).path(kind).path("id").asText();
    }

    private static String id(String path, String kinds, String name) throws Exception {
        JsonNode found = JSON.readTree(
                send("GET", path + "?name=" + name, adminToken(), "").body());
        return found.path(kinds).path(0).path("id").asText();
    }

    private static String user(String name, String project, String role) throws Exception {
        String user = make("/users", "user", "{\"name\":\"" + name + "\",\"password\":\"secret\"}");
        String at = "/projects/" + id("/projects", "projects", project) + "/users/" + user + "/roles/"
                + id("/roles", "roles", role);
        assertThat(send("PUT", at, adminToken(), "").statusCode()).isEqualTo(204);
        return user;
    }

    /** Tokens live for seconds here, the administrator's too. */
    private static String adminToken() throws Exception {
        return token("admin", "admin", TO_PROJECT.formatted("admin"));
    }

    private static String token(String user, String password, String scope) throws Exception {
        return token(
                "{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"" + user
                        + "\",\"domain\":{\"id\":\"default\"},\"password\":\"" + password + "\"}}}",
                scope);
    }

    private static String token(String identity, String scope) throws Exception {
        HttpResponse<String> issued = send(
                "POST",
                "/auth/tokens",
                "",
                "{\"auth\":{\"identity\":" + identity + (scope.isEmpty() ? "" : ",\"scope\":" + scope) + "}}");
        assertThat(issued.statusCode()).as(issued.body()).isEqualTo(201);
        return issued.headers().firstValue("x-subject-token").orElseThrow();
    }

    private static Authentication authentication(String credentials) throws IOException {
        Path file = dir.resolve("berth.conf");
        Files.writeString(file, "[keystone_authtoken]\nauth_url = " + api + "\ntoken_cache_time = 0\n" + credentials);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return KeystoneAuthentication.configuredBy(file).apply(vertx, new SimpleMeterRegistry());
    }

    private static Authentication asService() throws IOException {
        return authentication("username = berth\npassword = secret\nproject_name = service\n");
    }

    private static Identity identify(Authentication authentication, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int at = 0; at < headers.length; at += 2) {
            all.add(headers[at], headers[at + 1]);
        }
        return authentication
                .identify(new Credentials(all, Optional.empty()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static Caller known(Identity identity) {
        assertThat(identity).isInstanceOf(Identity.Known.class);
        return ((Identity.Known) identity).caller();
    }

    @Test
    void saysWhoHasATokenAndForWhat() throws Exception {
        try (Authentication keystone = asService()) {
            Caller alice =
                    known(identify(keystone, "x-auth-token", token("alice", "secret", TO_PROJECT.formatted("p1"))));
            assertThat(alice)
                    .as("implied roles stand in the token")
                    .isEqualTo(Caller.of(
                            id("/users", "users", "alice"),
                            id("/projects", "projects", "p1"),
                            Stream.of("member", "reader")));

            Caller system =
                    known(identify(keystone, "x-auth-token", token("admin", "admin", "{\"system\":{\"all\":true}}")));
            assertThat(system.systemScope()).contains("all");
            assertThat(system.hasRole("admin")).isTrue();
            assertThat(system.project()).isEmpty();

            Caller unscoped = known(identify(keystone, "x-auth-token", token("alice", "secret", "\"unscoped\"")));
            assertThat(unscoped.project()).isEmpty();
            assertThat(unscoped.roles()).isEmpty();
        }
    }

    @Test
    void knowsNoTokenThatIsMadeUpOrRevoked() throws Exception {
        try (Authentication keystone = asService()) {
            assertThat(identify(keystone, "x-auth-token", "made-up")).isInstanceOf(Identity.Unknown.class);
            assertThat(identify(keystone, "x-auth-token", "gAAAAABn" + "A".repeat(180)))
                    .isInstanceOf(Identity.Unknown.class);
            assertThat(identify(keystone, "x-auth-token", "t".repeat(8_000))).isInstanceOf(Identity.Unknown.class);

            String token = token("alice", "secret", TO_PROJECT.formatted("p1"));
            known(identify(keystone, "x-auth-token", token));
            HttpRequest revoke = HttpRequest.newBuilder(URI.create(api + "/auth/tokens"))
                    .header("x-auth-token", adminToken())
                    .header("x-subject-token", token)
                    .DELETE()
                    .build();
            assertThat(send(revoke).statusCode()).isEqualTo(204);
            assertThat(identify(keystone, "x-auth-token", token)).isInstanceOf(Identity.Unknown.class);
        }
    }

    @Test
    void takesATokenThatHasEndedBesideThatOfAServiceAlone() throws Exception {
        try (Authentication keystone = asService()) {
            String token = token("alice", "secret", TO_PROJECT.formatted("p1"));
            Instant issued = Instant.now();
            known(identify(keystone, "x-auth-token", token));
            TimeUnit.MILLISECONDS.sleep(issued.plusSeconds(TOKEN_S + 1).toEpochMilli()
                    - Instant.now().toEpochMilli());

            assertThat(identify(keystone, "x-auth-token", token)).isInstanceOf(Identity.Unknown.class);
            String service = token("berth", "secret", TO_PROJECT.formatted("service"));
            Caller alice = known(identify(keystone, "x-auth-token", token, "x-service-token", service));
            assertThat(alice.roles()).contains("member");
            String other = token("alice", "secret", TO_PROJECT.formatted("p1"));
            assertThat(identify(keystone, "x-auth-token", token, "x-service-token", other))
                    .isInstanceOf(Identity.Unknown.class);
            // The service's own token has ended as well by now, and was renewed without anybody's noticing.
            known(identify(keystone, "x-auth-token", other));
        }
    }

    @Test
    void asksAsAnApplicationCredentialToo() throws Exception {
        String user = id("/users", "users", "berth");
        HttpResponse<String> made = send(
                "POST",
                "/users/" + user + "/application_credentials",
                token("berth", "secret", TO_PROJECT.formatted("service")),
                "{\"application_credential\":{\"name\":\"placement\",\"secret\":\"of its own\"}}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = JSON.readTree(made.body()).at("/application_credential/id").asText();
        try (Authentication keystone = authentication("auth_type = v3applicationcredential\n"
                + "application_credential_id = " + id + "\napplication_credential_secret = of its own\n")) {
            known(identify(keystone, "x-auth-token", adminToken()));
        }
    }

    /** Such tokens may be used for some calls alone, which is not looked at here, so they may be used for none. */
    @Test
    void takesNoTokenThatIsForSomeCallsAlone() throws Exception {
        String user = id("/users", "users", "alice");
        HttpResponse<String> made = send(
                "POST",
                "/users/" + user + "/application_credentials",
                token("alice", "secret", TO_PROJECT.formatted("p1")),
                "{\"application_credential\":{\"name\":\"some\",\"secret\":\"s\",\"access_rules\":"
                        + "[{\"path\":\"/usages\",\"method\":\"GET\",\"service\":\"placement\"}]}}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = JSON.readTree(made.body()).at("/application_credential/id").asText();
        String token = token(
                "{\"methods\":[\"application_credential\"],\"application_credential\":{\"id\":\"" + id
                        + "\",\"secret\":\"s\"}}",
                "");
        try (Authentication keystone = asService()) {
            assertThat(identify(keystone, "x-auth-token", token)).isInstanceOf(Identity.Unknown.class);
        }
    }

    @Test
    void cannotSayWithAWrongPasswordOrWithoutTheRole() throws Exception {
        String token = adminToken();
        try (Authentication keystone = authentication("username = berth\npassword = wrong\nproject_name = service\n")) {
            assertThat(identify(keystone, "x-auth-token", token)).isInstanceOf(Identity.Undecided.class);
        }
        try (Authentication keystone = authentication("username = alice\npassword = secret\nproject_name = p1\n")) {
            assertThat(identify(keystone, "x-auth-token", token)).isInstanceOf(Identity.Undecided.class);
        }
    }
}
