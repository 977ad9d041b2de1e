package dev.berth.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.HostWithClaims;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth audit orphans} against a service that checks tokens. */
final class AuditOrphansCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static BerthProcess up;
    private static HostWithClaims cloud;
    private static HttpClient client;
    private static String admin;
    private static String auditor;
    private int lists;

    @BeforeAll
    static void start() throws Exception {
        Path tokens = dir.resolve("tokens");
        admin = token("ops", "admin", tokens);
        auditor = token("eve", "auditor", tokens);
        client = HttpClient.newHttpClient();
        up = BerthProcess.begin(
                        dir.resolve("data"),
                        "up",
                        "--port",
                        "0",
                        "--kafka-port",
                        "0",
                        "--registry-port",
                        "0",
                        "--auth",
                        "static",
                        "--token-file",
                        tokens.toString())
                .awaitReady();
        cloud = new HostWithClaims(up.url(), admin);
    }

    private static String token(String user, String role, Path file) {
        return Run.of("token", "new", "--user", user, "--role", role, "--file", file.toString())
                .out()
                .strip();
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void findsReleasesAndTellsWhyInTheHistory() throws Exception {
        cloud.host("found");
        cloud.claim("found", vm(1), "null", 2);
        cloud.claim("found", vm(2), "null", 1);
        cloud.claim("found", vm(3), "null", 1);

        String all = list(vm(1), vm(2), vm(3));
        assertThat(orphans("found", admin, "--live", all).status()).isEqualTo(ExitCode.OK);

        String live = list(vm(1), vm(3));
        Run found = orphans("found", auditor, "--live", live);
        assertThat(found.status()).as(found.err()).isEqualTo(3);
        assertThat(found.err()).contains("orphans  1 of 3 consumers of region found", "exist    2 ids as of ");
        JsonNode orphan = JSON.readTree(found.out());
        assertThat(orphan.path("consumer").asText()).isEqualTo(vm(2));
        assertThat(orphan.path("outcome").asText()).isEqualTo("found");
        assertThat(orphan.path("offset").asLong()).isPositive();
        assertThat(orphan.at("/origin/user_id").asText()).isEqualTo("ops");
        assertThat(orphan.at("/holds/allocations/0/resources/VCPU").asLong()).isEqualTo(1);
        assertThat(cloud.held("found", vm(2))).isEqualTo(1);

        Run released =
                orphans("found", admin, "--live", live, "--release", "--reason", "left behind, \u00fc & \"all\"");
        assertThat(released.status()).as(released.err()).isEqualTo(4);
        assertThat(JSON.readTree(released.out()).path("outcome").asText()).isEqualTo("released");
        assertThat(cloud.held("found", vm(2))).isZero();
        assertThat(cloud.held("found", vm(1))).isEqualTo(2);
        assertThat(orphans("found", admin, "--live", live, "--release").status())
                .isEqualTo(ExitCode.OK);

        Run history = run("audit", "history", "consumer", vm(2), "--region", "found");
        JsonNode last = JSON.readTree(
                history.out().lines().reduce((first, second) -> second).orElseThrow());
        assertThat(last.path("command").asText()).isEqualTo("RELEASE_ALLOCATIONS");
        assertThat(last.path("reason").asText()).isEqualTo("left behind, \u00fc & \"all\"");
        assertThat(last.at("/origin/user_id").asText()).isEqualTo("ops");
        assertThat(run("audit", "verify", "--url", up.url().toString(), "--token", admin)
                        .status())
                .isEqualTo(ExitCode.OK);
    }

    /** Whoever may look may not release. */
    @Test
    void releasesNothingWithoutTheRightTo() throws Exception {
        cloud.host("rights");
        cloud.claim("rights", vm(1), "null", 1);
        cloud.claim("rights", vm(2), "null", 1);
        String live = list(vm(1));
        for (String token : List.of(auditor, "nobody")) {
            Run refused = orphans("rights", token, "--live", live, "--release");
            assertThat(refused.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(refused.err())
                    .containsPattern("the service answers 40[13]: ")
                    // It is asked before the log is read.
                    .doesNotContain("reading the log");
        }
        assertThat(orphans("rights", "nobody", "--live", live, "--release").err())
                .contains("--token, or BERTH_TOKEN in the environment, says who asks");
        assertThat(cloud.held("rights", vm(2))).isEqualTo(1);
    }

    @Test
    void doesNotReleaseWhatChangedOrWentSinceItWasLookedAt() throws Exception {
        cloud.host("races");
        for (int i = 1; i <= 8; i++) {
            cloud.claim("races", vm(i), "null", 1);
        }
        String live = list(vm(1), vm(2), vm(3), vm(4), vm(5));
        HttpServer between = between(consumer -> {
            if (consumer.equals(vm(6))) {
                cloud.claim("races", consumer, "1", 2);
            } else if (consumer.equals(vm(7))) {
                cloud.release("races", consumer);
            } else {
                // In its first generation again, and not the one that was looked at.
                cloud.release("races", consumer);
                cloud.claim("races", consumer, "null", 3);
            }
        });
        Run run;
        try {
            run = orphans(
                    "races",
                    admin,
                    "--live",
                    live,
                    "--release",
                    "--url",
                    "http://127.0.0.1:" + between.getAddress().getPort());
        } finally {
            between.stop(0);
        }
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("orphans  3 of 8 consumers of region races, 2 left");
        assertThat(outcomes(run)).containsExactly("changed", "gone", "changed");
        assertThat(cloud.held("races", vm(6))).isEqualTo(2);
        assertThat(cloud.held("races", vm(8))).isEqualTo(3);
    }

    /** A server that is being built has a claim before any list has it. */
    @Test
    void takesNobodyForAnOrphanWhoCameAfterTheList() throws Exception {
        cloud.host("young");
        cloud.claim("young", vm(1), "null", 1);
        cloud.claim("young", vm(2), "null", 1);
        Path old = dir.resolve("old.txt");
        Files.writeString(old, vm(1));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3_600)));
        Run run = orphans("young", admin, "--live", old.toString(), "--release");
        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).contains("young    1 consumer in no list but changed after");

        // The file itself is new enough, but not by the ten minutes that are usual.
        Run usual = run("audit", "orphans", "--region", "young", "--live", list(vm(1)));
        assertThat(usual.status()).as(usual.err()).isEqualTo(ExitCode.OK);
        assertThat(cloud.held("young", vm(2))).isEqualTo(1);
    }

    @Test
    void releasesNothingByAListThatMayNotBeWhole() throws Exception {
        cloud.host("cut");
        for (int i = 1; i <= 4; i++) {
            cloud.claim("cut", vm(i), "null", 1);
        }
        Run half = orphans("cut", admin, "--live", list(vm(1)), "--release");
        assertThat(half.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(half.err())
                .contains("at most half of the 4 consumers to be orphans but got 3", "nothing was released", "--max 3");
        Run max = orphans("cut", admin, "--live", list(vm(1), vm(2)), "--release", "--max", "1");
        assertThat(max.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(max.err()).contains("at most 1 orphans but got 2");
        Run empty = orphans("cut", admin, "--live", list(), "--release", "--max", "4");
        assertThat(empty.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(empty.err()).contains("there is no id in it", "--allow-empty");
        Run wrong = orphans("cut", admin, "--live", list(vm(1), "vm2"), "--release", "--max", "4");
        assertThat(wrong.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(wrong.err()).contains("line 2: expected the UUID");
        for (int i = 1; i <= 4; i++) {
            assertThat(cloud.held("cut", vm(i))).isEqualTo(1);
        }
        Run meant = orphans("cut", admin, "--live", list(), "--allow-empty", "--release", "--max", "4");
        assertThat(meant.status()).as(meant.err()).isEqualTo(4);
        assertThat(outcomes(meant)).hasSize(4).containsOnly("released");
    }

    @Test
    void refusesCommandLinesThatAreWrong() {
        String live = list(vm(1));
        assertThat(Stream.of(
                        run("audit", "orphans"),
                        run("audit", "orphans", "--live", live, "--reason", "why"),
                        run("audit", "orphans", "--live", live, "--max", "1"),
                        run("audit", "orphans", "--live", live, "--release", "--max", "0"),
                        run("audit", "orphans", "--live", live, "--release", "--reason", " "),
                        run("audit", "orphans", "--live", "-", "--release"),
                        run("audit", "orphans", "--live", live, "--listed-at", "yesterday"),
                        run("audit", "orphans", "--live", live, "--listed-at", "-999999999-01-01T00:00:00Z")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE))
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
        Run future = run("audit", "orphans", "--live", live, "--listed-at", "2999-01-01T00:00:00Z");
        assertThat(future.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(future.err()).contains("which has not come yet");
        Run bad = run("audit", "orphans", "--live", "http://");
        assertThat(bad.status()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(bad.err()).contains("--live takes a URL such as");
    }

    @Test
    void saysInWordsWhyAListCannotBeRead() throws Exception {
        HttpServer closed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        closed.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        closed.start();
        String there = "http://127.0.0.1:" + closed.getAddress().getPort() + "/servers";
        try {
            assertThat(unread(there)).contains("got 401; a token for it is taken from OS_TOKEN");
        } finally {
            closed.stop(0);
        }
        assertThat(unread(there)).contains("it cannot be read: nothing listens there");
        assertThat(unread("http://no.such.host.invalid/")).contains("no host has this name");
        assertThat(unread(dir.resolve("nowhere").toString())).contains("it cannot be read: it is not there");
        assertThat(unread(list("[".repeat(40))))
                .contains("line 1: expected JSON but")
                .doesNotContain("Constraints");
        for (String other : List.of("file:///etc/hosts", "file:/etc/hosts", "ftp://127.0.0.1/servers")) {
            assertThat(unread(other)).contains("a URL of http or https, or the path of a file alone, but got " + other);
        }
    }

    private static String unread(String live) {
        Run run = run("audit", "orphans", "--live", live);
        assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(run.err()).doesNotContain("Exception", "java.");
        return run.err();
    }

    private interface Interference {
        void on(String consumer) throws Exception;
    }

    /** Is between a command and the service, and does something just before each consumer is released. */
    private static HttpServer between(Interference interference) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            URI asked = exchange.getRequestURI();
            try {
                if (!asked.getQuery().contains("dry_run")) {
                    interference.on(asked.getPath().replaceAll(".*/", ""));
                }
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create(up.url().toString() + asked))
                                .method(exchange.getRequestMethod(), BodyPublishers.noBody())
                                .header(
                                        "x-auth-token",
                                        exchange.getRequestHeaders().getFirst("x-auth-token"))
                                .header(
                                        "openstack-api-version",
                                        exchange.getRequestHeaders().getFirst("openstack-api-version"))
                                .build(),
                        BodyHandlers.ofByteArray());
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } catch (Exception e) {
                exchange.sendResponseHeaders(500, -1);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private static List<String> outcomes(Run run) {
        return run.out()
                .lines()
                .map(line -> line.replaceAll(".*\"outcome\":\"([a-z]+)\".*", "$1"))
                .toList();
    }

    private static String vm(int number) {
        return HostWithClaims.consumer(number);
    }

    /** A file that names these, and is as old as it is. */
    private String list(String... ids) {
        try {
            // The clock of a file system is a few milliseconds behind, and who came after a list is no orphan.
            Thread.sleep(50);
            return Files.writeString(dir.resolve("live" + lists++ + ".txt"), String.join("\n", ids))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Run orphans(String region, String token, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("audit", "orphans", "--region", region, "--token", token, "--min-age", "1ms"));
        all.addAll(List.of(arguments));
        if (!all.contains("--url")) {
            all.addAll(List.of("--url", up.url().toString()));
        }
        return run(all.toArray(String[]::new));
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", up.kafka(), "--registry", up.registry()));
        return Run.of(all.toArray(String[]::new));
    }
}
