package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules as Prometheus takes them, tried with its own tool. */
class PromtoolTest {
    @TempDir
    private Path dir;

    @BeforeAll
    static void find() {
        assumeTrue(
                Promtool.isThere(),
                "promtool is not installed; it comes with Prometheus, as the package prometheus of Debian");
    }

    @Test
    void findsNoFaultInTheConfigurationAndTheRules() throws Exception {
        Promtool.Result result =
                Promtool.run(dir, "", "check", "config", MonitoringFiles.PROMETHEUS.resolve("prometheus.yml"));
        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void firesEachAlertWhenItIsDueAndNotBefore() throws Exception {
        Promtool.Result result =
                Promtool.run(dir, "", "test", "rules", MonitoringFiles.PROMETHEUS.resolve("berth-rules-test.yml"));
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(MonitoringFiles.testedAlerts())
                .containsExactlyInAnyOrderElementsOf(MonitoringFiles.alerts().keySet());
    }
}
