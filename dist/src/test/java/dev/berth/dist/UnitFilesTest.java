package dev.berth.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units that run the service, as systemd's own checker sees them. */
class UnitFilesTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"berth.service", "berth-up.service"})
    void areWhatSystemdTakesAndExposeLittle(String name) throws Exception {
        assumeThat(ANALYZE).as("systemd-analyze is not installed").isExecutable();
        // The checker wants program and manual to be there.
        Path unit = Files.writeString(
                dir.resolve(name),
                Files.readString(Path.of("src/systemd", name))
                        .replace("/usr/share/berth/bin/berth", "/bin/true")
                        .replaceAll("(?m)^Documentation=.*\n", ""));

        assertThat(Installed.runWell(dir, ANALYZE.toString(), "verify", "--recursive-errors=no", unit.toString()))
                .isEmpty();
        String rated =
                Installed.runWell(dir, ANALYZE.toString(), "security", "--offline=true", "--no-pager", unit.toString());
        Matcher exposure = EXPOSURE.matcher(rated);
        assertThat(exposure.find()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(2.5);
    }
}
