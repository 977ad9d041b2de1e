package dev.berth.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.BerthProcess;
import dev.berth.cli.HostWithClaims;
import dev.berth.cli.Run;
import dev.berth.cli.output.Terminal;
import dev.berth.terminal.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth audit usage} on the log of a service that runs. */
final class AuditUsageCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path dir;

    private static BerthProcess up;
    private static HostWithClaims cloud;

    @BeforeAll
    static void start() throws Exception {
        up = BerthProcess.start(dir.resolve("data"));
        cloud = new HostWithClaims(up.url(), "admin");
    }

    @AfterAll
    static void stop() {
        up.close();
    }

    @Test
    void addsUpToTheMillisecondsOfTheLog() throws Exception {
        String vm = HostWithClaims.consumer(1);
        cloud.host("paid");
        cloud.claim("paid", vm, "null", 2);
        cloud.claim("paid", vm, "1", 5);
        cloud.release("paid", vm);
        List<Long> times = new ArrayList<>();
        for (String line : run("audit", "history", "consumer", vm, "--region", "paid")
                .out()
                .lines()
                .toList()) {
            times.add(JSON.readTree(line).path("timestamp_ms").asLong());
        }
        assertThat(times).hasSize(3);
        long amountMs = 2 * (times.get(1) - times.get(0)) + 5 * (times.get(2) - times.get(1));

        String to = Instant.ofEpochMilli(times.get(2)).toString();
        Run json = usage("paid", "2026-01-01T00:00:00Z", to);
        assertThat(json.status()).as(json.err()).isEqualTo(ExitCode.OK);
        assertThat(json.err()).contains("The log of region paid begins on ", "; before that nothing was held.");
        JsonNode row = JSON.readTree(json.out());
        assertThat(row.path("project").asText()).isEqualTo("p,1");
        assertThat(row.path("class").asText()).isEqualTo("VCPU");
        assertThat(row.path("amount_ms").asText()).isEqualTo(Long.toString(amountMs));

        Run csv = usage("paid", "2026-01-01T00:00:00Z", to, "--by", "project,type,class", "--csv");
        assertThat(csv.out().lines()).hasSize(2).first().isEqualTo("project,type,class,amount_hours,amount_ms");
        assertThat(csv.out()).containsPattern("\n\"p,1\",INSTANCE,VCPU,0\\.\\d{6}," + amountMs + "\\R");
        Run table = usage("paid", "2026-01-01T00:00:00Z", to, "--by", "consumer", "--table");
        assertThat(table.out().lines()).hasSize(2).last().asString().startsWith(vm + "  ");
        Run untilNow = run("audit", "usage", "--region", "paid", "--from", "2026-01-01T00:00:00Z");
        assertThat(untilNow.out()).isEqualTo(json.out());
        assertThat(untilNow.err()).containsPattern("Counted from 2026-01-01T00:00:00Z to 20.*Z\\.");
        Run none = usage("nowhere", "2026-01-01T00:00:00Z", to);
        assertThat(none.status()).isEqualTo(ExitCode.OK);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("There is no record of region nowhere in the log.");

        for (String ago : List.of("1d", "24h", "90m", "3600s")) {
            assertThat(usage("paid", ago, "now").out()).as(ago).isEqualTo(json.out());
        }
        assertThat(usage("paid", "now", "now").out()).isEmpty();
        assertThat(usage("paid", "24h", "now", "--class", "DISK_GB,VCPU").out()).isEqualTo(json.out());
        assertThat(usage("paid", "24h", "now", "--class", "DISK_GB").out()).isEmpty();
    }

    /** Whoever opens the table with a spreadsheet must not run what a project called itself. */
    @Test
    void writesIdsAsTheyAreAndNoFormulas() throws Exception {
        cloud.host("named");
        List<String> projects = List.of("a\"b", "a\u202eb", "=1+1", "+1", "-1", "@SUM(A1)", "'=1", "a=1");
        for (int i = 0; i < projects.size(); i++) {
            cloud.claim("named", HostWithClaims.consumer(i), "null", projects.get(i), 1);
        }
        Run csv = usage("named", "24h", "now", "--by", "project", "--csv");
        assertThat(csv.status()).as(csv.err()).isEqualTo(ExitCode.OK);
        assertThat(csv.out())
                .contains("\"a\"\"b\",VCPU,", "a\u202eb,VCPU,", "\na=1,VCPU,")
                .contains("\n'=1+1,VCPU,", "\n'+1,VCPU,", "\n'-1,VCPU,", "\n'@SUM(A1),VCPU,", "\n''=1,VCPU,");
        String watched = System.getProperty(Terminal.PROPERTY);
        System.setProperty(Terminal.PROPERTY, "true");
        try {
            assertThat(usage("named", "24h", "now", "--by", "project", "--csv").out())
                    .doesNotContain("\u202e")
                    .contains("a\\u202eb,VCPU,");
        } finally {
            if (watched == null) {
                System.clearProperty(Terminal.PROPERTY);
            } else {
                System.setProperty(Terminal.PROPERTY, watched);
            }
        }
    }

    @Test
    void refusesCommandLinesThatAreWrong() {
        assertThat(Stream.of(
                        run("audit", "usage", "--to", "2026-01-01T00:00:00Z"),
                        usage("east", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"),
                        usage("east", "2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
                        usage("east", "-999999999-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
                        usage("east", "2026-01-01", "2026-01-01T00:00:00Z"),
                        usage("east", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.0001Z"),
                        usage("east", "24 hours", "now"),
                        usage("east", "now", "24h"),
                        usage("east", "24h", "now", "--class", "vcpu"),
                        usage("east", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "--by", "host"),
                        usage("east", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "--csv", "--json")))
                .allSatisfy(run -> assertThat(run.status()).as(run.err()).isEqualTo(ExitCode.USAGE))
                .allSatisfy(run -> assertThat(run.err()).doesNotContain("Exception"));
    }

    private static Run usage(String region, String from, String to, String... arguments) {
        List<String> all = new ArrayList<>(List.of("audit", "usage", "--region", region, "--from", from, "--to", to));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--kafka", up.kafka(), "--registry", up.registry()));
        return Run.of(all.toArray(String[]::new));
    }
}
