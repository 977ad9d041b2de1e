package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functional tests of nova's own, with {@code berth up} in the place of Placement: its scheduler, computes and
 * nova-manage cannot tell the difference. Skipped where Debian's packages are missing.
 */
class NovaFunctionalTest {
    private static final Path SCRIPT = Path.of("src/test/openstack/nova/functional.py");

    /** Debian's own, which has nova; the first in the path may be another one. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** The status with which the script says that something to run the tests is missing. */
    private static final int MISSING = 77;

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "nova", matches = "true", disabledReason = "takes minutes; run with -Dnova=true")
    void passesWhatNovaAsksOfPlacement() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            Path output = dir.resolve("nova.log");
            int status = new ProcessBuilder(List.of(
                            PYTHON.toString(), SCRIPT.toString(), up.url().toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String said = Files.readString(output);
            assumeFalse(status == MISSING, said);
            assertThat(status).as(said).isZero();
            assertThat(said).contains(" 0 failed");
        }
    }
}
