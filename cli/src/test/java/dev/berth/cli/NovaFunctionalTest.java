package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functional tests of nova's own, with {@code berth up} in the place of Placement: its scheduler, computes and
 * nova-manage cannot tell the difference. Skipped where Debian's packages are missing.
 */
class NovaFunctionalTest {
    private static final PythonScript SCRIPT = new PythonScript(Path.of("src/test/openstack/nova/functional.py"));

    @TempDir
    private Path dir;

    @Test
    @EnabledIfSystemProperty(named = "nova", matches = "true", disabledReason = "takes minutes; run with -Dnova=true")
    void passesWhatNovaAsksOfPlacement() throws Exception {
        try (BerthProcess up = BerthProcess.start(dir.resolve("data"))) {
            assertThat(SCRIPT.run(up.url().toString(), dir.resolve("nova.log"))).contains(" 0 failed");
        }
    }
}
