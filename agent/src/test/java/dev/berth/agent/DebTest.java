package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, unpacked and run where it was unpacked. It runs with -Pdist. */
@EnabledIfSystemProperty(named = "berth.agent.unpacked", matches = ".+", disabledReason = "nothing is packed yet")
class DebTest {
    private static final Path DPKG_DEB = Path.of("/usr/bin/dpkg-deb");

    @TempDir
    private Path dir;

    @BeforeEach
    void unpack() throws Exception {
        assumeThat(DPKG_DEB).as("dpkg-deb is not installed").isExecutable();
        run(DPKG_DEB.toString(), "-x", deb().toString(), dir.resolve("root").toString());
        run(DPKG_DEB.toString(), "-e", deb().toString(), dir.resolve("control").toString());
    }

    @Test
    void holdsTheProgramItsUnitAndAConfigurationThatUpgradesLeaveAlone() throws Exception {
        Path root = dir.resolve("root");

        assertThat(root.resolve("usr/lib/systemd/system/berth-agent.service")).isRegularFile();
        assertThat(root.resolve("etc/berth/agent.yaml")).isRegularFile();
        assertThat(root.resolve("usr/share/doc/berth-agent/copyright")).isRegularFile();
        assertThat(Files.readString(dir.resolve("control/conffiles")).strip()).isEqualTo("/etc/berth/agent.yaml");
        assertThat(Files.getPosixFilePermissions(root.resolve("etc/berth/agent.yaml")))
                .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
        assertThat(run(DPKG_DEB.toString(), "-I", deb().toString()))
                .contains("Package: berth-agent", "Architecture: all", "java17-runtime-headless");
    }

    @Test
    void runsWhereItWasUnpacked() throws Exception {
        String shown = run(dir.resolve("root/usr/bin/berth-agent").toString(), "--dry-run", "--host-name", "packaged");

        assertThat(shown).contains("packaged", "VCPU");
    }

    /** There is no systemd in a chroot or a container, and the package is installed there all the same. */
    @Test
    void hasScriptsThatDoNotFailWithoutSystemd() throws Exception {
        assumeThat(Path.of("/run/systemd/system")).as("systemd runs here").doesNotExist();
        for (String call : List.of("postinst configure", "prerm remove", "prerm upgrade 1", "postrm remove")) {
            String[] words = call.split(" ");
            words[0] = dir.resolve("control").resolve(words[0]).toString();
            assertThat(run(words)).as(call).isEmpty();
        }
    }

    private static Path deb() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith("_all.deb"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BERTH_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
        return said;
    }
}
