package dev.berth.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.api.command.DirectCommandLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console's files over HTTP, without a browser. */
final class ConsoleRoutesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ConsoleFiles FILES = new ConsoleFiles();

    private static TestingConsole console;

    @BeforeAll
    static void start() {
        console = new TestingConsole(new DirectCommandLog(System::currentTimeMillis), 0);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void servesEachFileWithItsTypeToAnybody() throws Exception {
        for (ConsoleFile file : FILES.all()) {
            HttpResponse<byte[]> answer = get("/" + FILES.version() + "/" + file.name(), "identity");
            assertThat(answer.statusCode()).as(file.name()).isEqualTo(200);
            assertThat(answer.body()).as(file.name()).isEqualTo(file.bytes());
            assertThat(header(answer, "content-type")).isEqualTo(file.type());
            requireGuarded(answer);
        }
        assertThat(header(get("/" + FILES.version() + "/main.js", "identity"), "content-type"))
                .isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(get("/" + FILES.version() + "/icon.svg", "identity"), "content-type"))
                .isEqualTo("image/svg+xml");
    }

    @Test
    void servesThePageAtTheAddressOfTheConsoleAndOfARegions() throws Exception {
        HttpResponse<byte[]> page = get("", "identity");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(FILES.page().bytes());
        assertThat(header(page, "content-type")).isEqualTo("text/html; charset=utf-8");
        requireGuarded(page);
        assertThat(get(URI.create(console.url().replace("/console", "/regions/east/console")), "identity")
                        .body())
                .isEqualTo(page.body());
    }

    @Test
    void leadsFromAnAddressWithASlashAtItsEndToThePage() throws Exception {
        for (String region : List.of("", "/regions/east")) {
            URI address = URI.create(console.url().replace("/console", region + "/console/"));
            HttpResponse<byte[]> answer = get(address, "identity");
            assertThat(answer.statusCode()).isEqualTo(308);
            URI page = address.resolve(header(answer, "location"));
            assertThat(page.getPath()).isEqualTo(region + "/console");
            assertThat(get(page, "identity").body()).isEqualTo(FILES.page().bytes());
        }
    }

    private static void requireGuarded(HttpResponse<byte[]> answer) {
        assertThat(header(answer, "content-security-policy"))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe", "*", "http", "data:");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void letsFilesBeKeptForEverAndThePageNever() throws Exception {
        assertThat(header(get("", "gzip"), "cache-control")).isEqualTo("no-cache");
        assertThat(header(get("/" + FILES.version() + "/style.css", "gzip"), "cache-control"))
                .contains("immutable", "max-age=31536000");
        assertThat(get("/0123456789abcdef/style.css", "gzip").statusCode()).isEqualTo(404);
        assertThat(get("/" + FILES.version() + "/other.js", "gzip").statusCode())
                .isEqualTo(404);
        assertThat(get("/" + FILES.version() + "/..%2fvendor%2fVENDORED", "gzip")
                        .statusCode())
                .isNotEqualTo(200);
    }

    @Test
    void packsFilesForClientsThatTakeThemPacked() throws Exception {
        String path = "/" + FILES.version() + "/uplot.mjs";
        HttpResponse<byte[]> packed = get(path, "br, gzip;q=0.8");
        assertThat(header(packed, "content-encoding")).isEqualTo("gzip");
        assertThat(packed.headers().allValues("vary")).contains("accept-encoding");
        assertThat(unpacked(packed.body())).isEqualTo(get(path, "identity").body());
        assertThat(get(path, "gzip;q=0, identity").headers().firstValue("content-encoding"))
                .isEmpty();
        assertThat(get(path, "br").headers().firstValue("content-encoding")).isEmpty();
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static HttpResponse<byte[]> get(String path, String encodings) throws Exception {
        return get(URI.create(console.url() + path), encodings);
    }

    private static HttpResponse<byte[]> get(URI address, String encodings) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(address)
                        .header("accept-encoding", encodings)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
