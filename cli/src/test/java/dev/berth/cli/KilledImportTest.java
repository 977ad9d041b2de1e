package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Either side of an import is killed once Berth has decided a part of it and before that is known; the same command
 * goes on from there.
 */
@EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "takes a minute; run with -Dfaults=true")
class KilledImportTest {
    /** Which call of the import is its last: before it go the classes and the traits, after it half of the rest. */
    private static final int LAST_CALL = 3;

    private static final int HOSTS = 200;
    private static final int HOLDERS = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    private BrokerlessServer there;
    private String from;
    private RandomFleet fleet;

    @BeforeEach
    void fill() throws Exception {
        there = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
        from = "http://127.0.0.1:" + there.port();
        fleet = new RandomFleet(from, 1).fill(HOSTS, HOLDERS);
    }

    @AfterEach
    void stop() {
        there.close();
    }

    private static BadProxy.Answer killAt(int call, AtomicInteger calls, String path, BadProxy.Answer answer, Kill kill)
            throws InterruptedException {
        if (path.equals("/import") && calls.incrementAndGet() >= call) {
            kill.now();
            return null;
        }
        return answer;
    }

    private interface Kill {
        void now() throws InterruptedException;
    }

    private void goesOn(String here, int before) {
        assertThat(before)
                .as("it was killed in the middle")
                .isPositive()
                .isLessThan(fleet.providers().size());
        Run run = Run.of("import", "--from", from, "--url", here, "--json");
        assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.OK);
        assertThat(dump(here)).isEqualTo(dump(from));
    }

    /** Waits until it is served: a Berth that has just started may lose Kafka's word for a moment on a busy machine. */
    private static TreeMap<String, String> dump(String url) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> PlacementDump.of(url), all -> true);
    }

    private static int providers(String url) {
        return (int) dump(url).keySet().stream()
                .filter(path -> path.matches("/resource_providers/[^/]+"))
                .count();
    }

    @Test
    void goesOnAfterTheImportWasKilled() throws Exception {
        try (BrokerlessServer berth = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0))) {
            String here = "http://127.0.0.1:" + berth.port();
            AtomicInteger calls = new AtomicInteger();
            CompletableFuture<Process> importing = new CompletableFuture<>();
            try (BadProxy proxy = new BadProxy(
                    here,
                    (method, path, answer) -> killAt(
                            LAST_CALL,
                            calls,
                            path,
                            answer,
                            () -> importing.join().destroyForcibly().waitFor()))) {
                Process killed = new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "-cp",
                                BerthProcess.classPath(),
                                "dev.berth.cli.Berth",
                                "import",
                                "--from",
                                from,
                                "--url",
                                proxy.url())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("import.log").toFile())
                        .start();
                importing.complete(killed);
                boolean hasEnded = killed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                killed.destroyForcibly();
                assertThat(hasEnded).isTrue();
                assertThat(calls.get()).isEqualTo(LAST_CALL);
            }
            goesOn(here, providers(here));
        }
    }

    @Test
    void goesOnAfterBerthWasKilled() throws Exception {
        Path data = dir.resolve("data");
        AtomicInteger calls = new AtomicInteger();
        try (BerthProcess berth = BerthProcess.start(data);
                BadProxy proxy = new BadProxy(
                        berth.url().toString(),
                        (method, path, answer) -> killAt(LAST_CALL, calls, path, answer, berth::kill))) {
            Run run = Run.of("import", "--from", from, "--url", proxy.url());
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.COULD_NOT_RUN);
            assertThat(run.err()).contains("The same command goes on from there.");
            assertThat(berth.isAlive()).isFalse();
        }
        try (BerthProcess berth = BerthProcess.start(data)) {
            String here = berth.url().toString();
            goesOn(here, providers(here));
        }
    }
}
