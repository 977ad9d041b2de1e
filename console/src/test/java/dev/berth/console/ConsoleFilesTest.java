package dev.berth.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.api.command.DirectCommandLog;
import dev.berth.api.http.Route;
import dev.berth.events.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's files as they are in the source: what others wrote, how much all of it is, and what it calls. */
final class ConsoleFilesTest {
    private static final Path SOURCE = Path.of("src/main/resources/dev/berth/console");
    private static final int PACKED_BYTES_MAX = 150_000;

    private final ConsoleFiles files = new ConsoleFiles();

    @Test
    void takesLessThan150KilobytesPacked() {
        long bytes = files.page().gzip().length;
        for (ConsoleFile file : files.all()) {
            bytes += file.gzip().length;
        }
        assertThat(bytes).isLessThan(PACKED_BYTES_MAX);
    }

    @Test
    void servesEveryFileThatThereIs() throws IOException {
        assertThat(names("web")).containsExactlyInAnyOrderElementsOf(with(ConsoleFiles.OWN, "index.html"));
        assertThat(names("vendor").stream().filter(name -> !name.startsWith("LICENSE.") && !name.equals("VENDORED")))
                .containsExactlyInAnyOrderElementsOf(ConsoleFiles.VENDORED);
    }

    private static List<String> names(String directory) throws IOException {
        try (Stream<Path> paths = Files.list(SOURCE.resolve(directory))) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static List<String> with(List<String> names, String more) {
        List<String> all = new ArrayList<>(names);
        all.add(more);
        return all;
    }

    @Test
    void hasWhatOthersWroteUnchangedAndWithItsLicence() throws IOException {
        List<String> listed = new ArrayList<>();
        for (String line : Files.readAllLines(SOURCE.resolve("vendor/VENDORED"))) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" ");
                assertThat(words).as(line).hasSize(7);
                byte[] bytes = Files.readAllBytes(SOURCE.resolve("vendor").resolve(words[0]));
                assertThat(Sha256.of(bytes).toString()).as(words[0]).isEqualTo(words[1]);
                assertThat(words[5]).as(line).isIn("MIT", "ISC", "Apache-2.0");
                assertThat(SOURCE.resolve("vendor").resolve(words[6])).isNotEmptyFile();
                listed.add(words[0]);
            }
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ConsoleFiles.VENDORED);
    }

    /** What stands before the path of the page belongs to it, and who writes the origin alone forgets that. */
    @Test
    void knowsInOnePlaceAloneWhereTheServiceIs() {
        for (ConsoleFile file : files.all()) {
            if (ConsoleFiles.OWN.contains(file.name()) && !file.name().equals("api.js")) {
                assertThat(new String(file.bytes(), UTF_8)).as(file.name()).doesNotContain("location.origin");
            }
        }
    }

    @Test
    void importsOnlyFilesThatItServes() {
        Pattern imported = Pattern.compile("(?:\\b(?:im|ex)port\\b[^;\"']*\\bfrom|\\bimport) ?[\"']([^\"'\\n]+)[\"']");
        for (ConsoleFile file : files.all()) {
            if (file.name().endsWith("js")) {
                Matcher found = imported.matcher(new String(file.bytes(), UTF_8));
                while (found.find()) {
                    assertThat(found.group(1)).as(file.name()).startsWith("./");
                    assertThat(files.file(found.group(1).substring(2)))
                            .as(file.name() + " imports " + found.group(1))
                            .isPresent();
                }
            }
        }
    }

    @Test
    void callsOnlyRoutesThatThereAre() throws IOException {
        DirectCommandLog log = new DirectCommandLog(() -> 0);
        List<String> served = TestingConsole.routes(log, log).stream()
                .filter(Route::isReadOnly)
                .map(Route::toString)
                .toList();
        Matcher called = Pattern.compile("'([A-Z]+ /[^']*)'").matcher(Files.readString(SOURCE.resolve("web/api.js")));
        List<String> routes = new ArrayList<>();
        while (called.find()) {
            routes.add(called.group(1));
        }
        assertThat(routes).hasSizeGreaterThan(10);
        assertThat(served).containsAll(routes);
    }

    @Test
    void asksTheApiInOnePlaceAndOnlyReads() throws IOException {
        for (String name : names("web")) {
            String text = Files.readString(SOURCE.resolve("web").resolve(name));
            assertThat(text.split("\\bfetch\\(", -1).length - 1).as(name).isEqualTo(name.equals("api.js") ? 1 : 0);
            assertThat(text).as(name).doesNotContain("XMLHttpRequest", "sendBeacon", "localStorage", "method:");
        }
    }

    @Test
    void hasNothingInThePageThatThePolicyForbids() {
        String page = new String(files.page().bytes(), UTF_8);
        assertThat(page).doesNotContain("<style", "style=", "onclick", "{version}", "{preloads}", "://");
        assertThat(Pattern.compile("<script(?![^>]*src=)").matcher(page).find()).isFalse();
        assertThat(page).contains("<html lang=\"en\">", "console/" + files.version() + "/main.js");
    }

    @Test
    void refusesAPackageThatNoFileStandsFor() {
        assertThat(ModuleNames.resolve("import{a}from\"preact/hooks\";import{b}from\"./x.mjs\""))
                .isEqualTo("import{a}from\"./hooks.mjs\";import{b}from\"./x.mjs\"");
        assertThatThrownBy(() -> ModuleNames.resolve("import{a}from\"react\""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("but got react");
    }
}
