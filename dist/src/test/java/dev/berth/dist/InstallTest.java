package dev.berth.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.embedded.EmbeddedKafka;
import dev.berth.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Both archives, installed on a machine without Maven. It runs with -Pdist. */
@EnabledIfSystemProperty(named = "berth.whole", matches = ".+", disabledReason = "nothing is packed; -Pdist does")
class InstallTest {
    private static final Path EVERYDAY = archive("everyday");
    private static final Path WHOLE = archive("whole");
    private static final Pattern URL = Pattern.compile("\"url\":\"(http://[^\"]+)\"");
    private static final Pattern DOCS_PAGE = Pattern.compile("docs/[a-z/-]+\\.md");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long MB = 1024 * 1024;

    @TempDir
    private Path dir;

    private static Path archive(String name) {
        return Path.of(System.getProperty("berth." + name, ""))
                .resolve("../../" + name + ".tar.gz")
                .normalize();
    }

    @Test
    void keepsTheEverydayArchiveSmallerThanTheWhole() throws IOException {
        assertThat(Files.size(EVERYDAY)).isBetween(20 * MB, 130 * MB);
        assertThat(Files.size(WHOLE)).isBetween(Files.size(EVERYDAY) + 10 * MB, 200 * MB);
    }

    @Test
    void runsEverythingFromTheWholeArchive() throws Exception {
        Installed whole = Installed.unpack(WHOLE, dir.resolve("clean"));
        Path out = dir.resolve("up.json");
        String[] up = {"up", "--json"};
        Map<String, String> ports =
                Map.of("BERTH_UP_PORT", "0", "BERTH_UP_KAFKA_PORT", "0", "BERTH_UP_REGISTRY_PORT", "0");

        String url;
        Process first = whole.start(out, ports, up);
        try {
            url = url(first, out);
            assertThat(send(url, "POST", "/resource_providers", "{\"name\":\"cn1\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(url, "GET", "/console", "").statusCode()).isEqualTo(200);
            assertThat(whole.berth("host", "list", "--url", url, "--json").status())
                    .isZero();
        } finally {
            end(first);
        }
        assertThat(Files.list(whole.home().resolve("archive")).map(Path::toString))
                .as("what makes starts fast was made once")
                .anyMatch(name -> name.endsWith(".jsa"));

        Process second = whole.start(out, ports, up);
        try {
            assertThat(send(url(second, out), "GET", "/resource_providers?name=cn1", "")
                            .body())
                    .contains("cn1");
            assertThat(Files.readString(out)).doesNotContain("preparing");
        } finally {
            end(second);
        }
    }

    @Test
    void servesAndAsksFromTheEverydayArchiveAndSaysWhatItHasNot() throws Exception {
        Installed everyday = Installed.unpack(EVERYDAY, dir.resolve("clean"));

        assertThat(everyday.berth("version").said()).contains("berth " + System.getProperty("berth.version"));
        assertThat(everyday.berth("up", "--port", "0").status()).isEqualTo(1);
        assertThat(everyday.berth("up", "--port", "0").said()).contains("needs the embedded module", "lib/extra");
        assertThat(everyday.berth("--help").said())
                .contains("serve", "audit")
                .contains("Examples:", "  berth serve --kafka")
                .doesNotContainPattern("(?m)^  (berth )?(demo|up|simulate|chaos|refold) ");

        // A Kafka and a registry of somebody else's, for which the everyday archive has nothing.
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(kafka.bootstrapServers())) {
            Path config = Files.writeString(
                    dir.resolve("berth.yaml"),
                    "common:\n  kafka: " + kafka.bootstrapServers() + "\n  registry: " + registry.url()
                            + "\nserve:\n  port: 0\n  instance: berth-9\n  replicas: 1\n");
            Map<String, String> configured = Map.of("BERTH_CONFIG", config.toString());
            assertThat(everyday.berth(configured, "config", "check").said()).contains("\"problems\":[]");
            assertThat(everyday.berth(configured, "config", "show", "serve").said())
                    .contains(config + ":2", "\"berth-9\"");

            Path out = dir.resolve("serve.json");
            Process service = everyday.start(out, configured, "serve", "--json");
            try {
                String url = url(service, out);
                assertThat(send(url, "POST", "/resource_providers", "{\"name\":\"cn1\"}")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(send(url, "GET", "/console", "").statusCode()).isEqualTo(404);
                Map<String, String> asking = Map.of("BERTH_CONFIG", config.toString(), "BERTH_URL", url);
                assertThat(everyday.berth(asking, "audit", "verify").status()).isZero();
            } finally {
                end(service);
            }
        }
    }

    @Test
    void hasManualPagesThatGroffTakesAndACompletionThatBashTakes() throws Exception {
        Installed everyday = Installed.unpack(EVERYDAY, dir.resolve("clean"));

        assertThat(everyday.home().resolve("man/man1/berth-audit-verify.1")).isRegularFile();
        Installed.runWell(
                dir, "bash", "-n", everyday.home().resolve("completion/berth").toString());
        if (Files.isExecutable(Path.of("/usr/bin/groff"))) {
            try (var pages = Files.list(everyday.home().resolve("man/man1"))) {
                for (Path page : pages.toList()) {
                    String said = Installed.runWell(dir, "sh", "-c", "groff -ww -man -Tutf8 -z " + page + " 2>&1");
                    assertThat(said).as(page.toString()).isEmpty();
                }
            }
        }
    }

    @Test
    void hasThePagesThatHelpAndManualNameInEachArchive() throws Exception {
        for (Path archive : List.of(EVERYDAY, WHOLE)) {
            Installed installed = Installed.unpack(archive, dir.resolve(archive.getFileName()));
            StringBuilder said = new StringBuilder(Files.readString(installed.home().resolve("conf/berth.yaml")));
            try (var pages = Files.list(installed.home().resolve("man/man1"))) {
                for (Path page : pages.toList()) {
                    said.append(Files.readString(page).replace("\\-", "-"));
                }
            }
            Set<String> named = DOCS_PAGE
                    .matcher(said)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).contains("docs/operations.md", "docs/shadow.md");
            assertThat(named)
                    .allSatisfy(page ->
                            assertThat(installed.home().resolve(page)).isRegularFile());
        }
    }

    @Test
    void tellsInEachArchiveOfTheCommandsThatItHas() throws Exception {
        Installed everyday = Installed.unpack(EVERYDAY, dir.resolve("everyday"));
        Installed whole = Installed.unpack(WHOLE, dir.resolve("whole"));
        for (String command : List.of("demo", "up", "simulate", "chaos", "refold")) {
            assertThat(page(whole, command)).isRegularFile();
            assertThat(page(everyday, command)).doesNotExist();
            assertThat(completed(whole)).contains(command);
            assertThat(completed(everyday)).doesNotContain(command);
        }
        for (Installed archive : List.of(everyday, whole)) {
            assertThat(page(archive, "serve")).isRegularFile();
            assertThat(completed(archive)).contains("serve", "audit");
        }
    }

    private static Path page(Installed archive, String command) {
        return archive.home().resolve("man/man1/berth-" + command + ".1");
    }

    /** What bash offers behind {@code berth}. */
    private List<String> completed(Installed archive) throws Exception {
        String script = archive.home().resolve("completion/berth").toString();
        String offered = Installed.runWell(
                dir,
                "bash",
                "-c",
                "source " + script + "; COMP_WORDS=(berth ''); COMP_CWORD=1; "
                        + "_complete_berth; printf '%s\\n' \"${COMPREPLY[@]}\"");
        return offered.lines().map(String::strip).toList();
    }

    /** The ready line, once it is there. */
    private static String url(Process process, Path out) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Matcher url = URL.matcher(Files.readString(out));
            if (url.find()) {
                return url.group(1);
            }
            assertThat(process.isAlive()).as(Files.readString(out)).isTrue();
            Thread.sleep(200);
        }
        throw new AssertionError("not ready within " + PATIENCE + ": " + Files.readString(out));
    }

    /** What is answered 503, as on a machine that is busy, is sent again with its key. */
    private static HttpResponse<String> send(String url, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("x-auth-token", "admin")
                .header("content-type", "application/json")
                .header("openstack-api-version", "placement 1.39")
                .header("idempotency-key", UUID.randomUUID().toString())
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            Thread.sleep(200);
            answer = HTTP.send(request, BodyHandlers.ofString());
        }
        return answer;
    }

    /** SIGTERM to what was started here; the first run writes what makes later ones start fast before it ends. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
