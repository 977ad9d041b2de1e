package dev.berth.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.events.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All files of the console, read once. They are served below a name that is made of what is in all of them, so whoever
 * has one may keep it for ever: another console has another name. Immutable; any thread may use it.
 */
final class ConsoleFiles {
    /** Written by us. */
    static final List<String> OWN = List.of(
            "style.css",
            "icon.svg",
            "main.js",
            "shell.js",
            "state.js",
            "api.js",
            "load.js",
            "parts.js",
            "timebar.js",
            "activity.js",
            "fleet.js",
            "fleet-data.js",
            "fleet-map.js",
            "host.js",
            "ask.js",
            "history.js",
            "history-data.js",
            "health.js");

    /** Written by others: see the file VENDORED beside them. */
    static final List<String> VENDORED = List.of(
            "preact.mjs",
            "hooks.mjs",
            "htm.mjs",
            "signals.mjs",
            "signals-core.mjs",
            "uplot.mjs",
            "uplot.css",
            "d3-hierarchy.mjs");

    private static final String PAGE = "index.html";
    private static final int VERSION_DIGITS = 16;

    private final Map<String, ConsoleFile> files = new LinkedHashMap<>();
    private final String version;
    private final ConsoleFile page;

    ConsoleFiles() {
        OWN.forEach(name -> add(name, read("web/" + name)));
        VENDORED.forEach(name -> add(name, read("vendor/" + name)));
        String template = new String(read("web/" + PAGE), UTF_8);
        version = version(template);
        page = ConsoleFile.of(
                PAGE,
                template.replace("{version}", version)
                        .replace("{preloads}", preloads())
                        .getBytes(UTF_8));
    }

    private void add(String name, byte[] bytes) {
        byte[] served = name.endsWith(".mjs")
                ? ModuleNames.resolve(new String(bytes, UTF_8)).getBytes(UTF_8)
                : bytes;
        files.put(name, ConsoleFile.of(name, served));
    }

    private static byte[] read(String path) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("expected " + path + " in the console but it is not there");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String version(String template) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(template.getBytes(UTF_8));
        for (ConsoleFile file : files.values()) {
            all.writeBytes((file.name() + ':' + file.bytes().length + ':').getBytes(UTF_8));
            all.writeBytes(file.bytes());
        }
        return Sha256.of(all.toByteArray()).toString().substring(0, VERSION_DIGITS);
    }

    /** Modules are fetched side by side with the page's own, and not one after the import of the other is read. */
    private String preloads() {
        StringBuilder links = new StringBuilder();
        for (ConsoleFile file : files.values()) {
            if (file.name().endsWith("js")) {
                links.append("    <link rel=\"modulepreload\" href=\"console/")
                        .append(version)
                        .append('/')
                        .append(file.name())
                        .append("\">\n");
            }
        }
        return links.toString().strip();
    }

    /** What the files are, as a name: 16 hexadecimal digits. */
    String version() {
        return version;
    }

    /** The page that all begins with, at the address of the console itself. */
    ConsoleFile page() {
        return page;
    }

    /** A file of this version. */
    Optional<ConsoleFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    Iterable<ConsoleFile> all() {
        return files.values();
    }
}
