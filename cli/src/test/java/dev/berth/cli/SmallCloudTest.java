package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * An OpenStack cloud of Debian's packages with {@code berth up} as its Placement and Keystone at the door: what nova
 * has of its servers and what Placement has is the same, however they are moved about. Skipped where packages are
 * missing.
 */
class SmallCloudTest {
    private static final Path SCRIPT = Path.of("src/test/openstack/cloud/cloud.py");

    /** Debian's own, which has OpenStack; the first in the path may be another one. */
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** The status with which the script says that a package is missing. */
    private static final int MISSING = 77;

    /** Each wait in the script has a deadline of its own; this is for the script itself. */
    private static final int DEADLINE_MINUTES = 40;

    @Test
    @EnabledIfSystemProperty(
            named = "cloud",
            matches = "true",
            disabledReason = "takes minutes, for a whole cloud; run with -Dcloud=true")
    void novaAndPlacementAgreeWhateverIsDoneWithServers() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "no " + PYTHON);
        // It is a report to be read as well. The logs of a cloud that failed are kept; the report says where.
        Path output = Path.of("target", "small-cloud.log");
        Process cloud = new ProcessBuilder(List.of(
                        PYTHON.toString(),
                        SCRIPT.toString(),
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        BerthProcess.classPath(),
                        "dev.berth.cli.Berth"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean isOver = cloud.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(output);
            assertThat(isOver).as(said).isTrue();
            assumeFalse(cloud.exitValue() == MISSING, said);
            assertThat(cloud.exitValue()).as(said).isZero();
            assertThat(said).contains("usage: none", "nova-manage placement audit: nothing found", "identical");
        } finally {
            // It stops all that it started when it is told to end.
            cloud.destroy();
            cloud.waitFor(2, TimeUnit.MINUTES);
        }
    }
}
