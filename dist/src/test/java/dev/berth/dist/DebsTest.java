package dev.berth.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The Debian packages, unpacked over each other and run where they were unpacked. It runs with -Pdist. */
@EnabledIfSystemProperty(named = "berth.whole", matches = ".+", disabledReason = "nothing is packed; -Pdist does")
class DebsTest {
    private static final Path DPKG_DEB = Path.of("/usr/bin/dpkg-deb");

    @TempDir
    private Path dir;

    private Path root;

    @BeforeEach
    void needDpkg() {
        assumeThat(DPKG_DEB).as("dpkg-deb is not installed").isExecutable();
        root = dir.resolve("root");
    }

    @Test
    void haveTheServiceOnTopOfTheCommandAndTheRestOnTopOfBoth() throws Exception {
        unpack("cli");
        assertThat(berth("version")).contains("berth " + System.getProperty("berth.version"));
        assertThat(root.resolve("usr/share/man/man1/berth-serve.1")).isRegularFile();
        assertThat(root.resolve("usr/share/bash-completion/completions/berth")).isRegularFile();
        assertThat(root.resolve("usr/share/doc/berth-cli/docs/operations.md")).isRegularFile();
        assertThat(root.resolve("usr/share/man/man1/berth-up.1")).doesNotExist();
        assertThat(root.resolve("etc")).doesNotExist();
        assertThat(root.resolve("usr/share/berth/lib/extra")).doesNotExist();

        unpack("service");
        assertThat(root.resolve("usr/lib/systemd/system/berth.service")).isRegularFile();
        assertThat(root.resolve("usr/lib/sysusers.d/berth.conf")).isRegularFile();
        assertThat(control("service", "conffiles").strip()).isEqualTo("/etc/berth/berth.yaml");
        assertThat(control("service", "control"))
                .contains("Depends: berth-cli (= ")
                .doesNotContain("[[");
        assertThat(berth(
                        "config",
                        "check",
                        "--config",
                        root.resolve("etc/berth/berth.yaml").toString()))
                .contains("\"problems\":[]");

        unpack("extra");
        assertThat(root.resolve("usr/lib/systemd/system/berth-up.service")).isRegularFile();
        assertThat(root.resolve("usr/share/man/man1/berth-up.1")).isRegularFile();
        assertThat(berth("up", "--help")).contains("--kafka-port");
    }

    /** dpkg refuses a package with a file of another. */
    @Test
    void haveNoFileTwice() throws Exception {
        Set<String> files = new TreeSet<>();
        for (String name : List.of("cli", "service", "extra")) {
            String listed =
                    Installed.runWell(dir, DPKG_DEB.toString(), "-c", deb(name).toString());
            for (String line : listed.lines().toList()) {
                String file = line.replaceAll(".* (\\./\\S*).*", "$1");
                assertThat(file.endsWith("/") || files.add(file))
                        .as(name + " " + line)
                        .isTrue();
            }
        }
        assertThat(files).hasSizeGreaterThan(50);
    }

    /** There is no systemd in a chroot or a container, and a package is installed there all the same. */
    @Test
    void haveScriptsThatDoNotFailWithoutSystemd() throws Exception {
        assumeThat(Path.of("/run/systemd/system")).as("systemd runs here").doesNotExist();
        for (String name : List.of("cli", "service", "extra")) {
            Path control = dir.resolve("control-" + name);
            Installed.runWell(dir, DPKG_DEB.toString(), "-e", deb(name).toString(), control.toString());
            for (String script : List.of("prerm upgrade 1", "postrm upgrade 1")) {
                String[] words = script.split(" ");
                words[0] = control.resolve(words[0]).toString();
                if (Files.exists(Path.of(words[0]))) {
                    assertThat(Installed.runWell(dir, words))
                            .as(name + " " + script)
                            .isEmpty();
                }
            }
            for (String script : List.of("postinst", "prerm", "postrm")) {
                if (Files.exists(control.resolve(script))) {
                    Installed.runWell(dir, "sh", "-n", control.resolve(script).toString());
                }
            }
        }
    }

    private void unpack(String name) throws Exception {
        Installed.runWell(dir, DPKG_DEB.toString(), "-x", deb(name).toString(), root.toString());
    }

    private String control(String name, String file) throws Exception {
        Path control = dir.resolve("control-" + name + "-" + file);
        Installed.runWell(dir, DPKG_DEB.toString(), "-e", deb(name).toString(), control.toString());
        return Files.readString(control.resolve(file));
    }

    private String berth(String... arguments) throws Exception {
        return new Installed(root.resolve("usr"), Files.createDirectories(dir.resolve("user")), "/usr/bin:/bin")
                .berth(arguments)
                .said();
    }

    private static Path deb(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("berth-" + name + "_.*_all\\.deb"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
