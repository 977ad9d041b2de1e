package dev.berth.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.Run;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code berth simulate --trace}, as docs/workloads.md shows it. */
class TraceCommandTest {
    private static final Path ROOT = Path.of("..");
    private static final String TASKS = "simulator/src/test/resources/trace/tasks.csv";
    private static final String NODES = "simulator/src/test/resources/trace/nodes.csv";

    @TempDir
    private Path dir;

    private static Run replay(String... more) {
        String[] arguments = {
            "simulate",
            "--trace",
            ROOT.resolve(TASKS).toString(),
            "--nodes",
            ROOT.resolve(NODES).toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Run.of(all);
    }

    @Test
    void printsWhatThePageSays() throws IOException {
        List<String> page = Files.readAllLines(ROOT.resolve("docs/workloads.md"));
        int command = page.indexOf("$ berth simulate --trace " + TASKS + " \\");
        assertThat(page.get(command + 1).strip()).isEqualTo("--nodes " + NODES + " --seed 1 --repeats 3");
        List<String> shown = page.subList(command + 2, command + 2 + 8);

        Run run = replay("--seed", "1", "--repeats", "3", "--table");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().toList()).isEqualTo(shown);
    }

    @Test
    void printsOneJsonObjectAndWritesAPageThatLoadsNothing() throws IOException {
        Path page = dir.resolve("page.html");
        Run run = replay("--seed", "1", "--json", "--policies", "pack,least-fragmentation", "--html", page.toString());

        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.path("gpus").asInt()).isEqualTo(10);
        assertThat(json.path("policies")).hasSize(2);
        assertThat(json.at("/policies/1/policy").asText()).isEqualTo("least-fragmentation");
        assertThat(json.at("/policies/1/points/25/asked_share").asDouble()).isGreaterThanOrEqualTo(1.3);
        assertThat(Files.readString(page))
                .contains("<svg", "least-fragmentation")
                .doesNotContain("<script", "src=", "href=");
    }

    @Test
    void replaysLifetimesWithDevicesOnOneHostInTwo() {
        Run run = replay("--arrivals", "lifetimes", "--gpus", "devices", "--one-in", "2", "--seed", "1", "--table");

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("3 hosts with 5 GPUs, 7 tasks, lifetimes, GPUs as devices, seed 1");
    }

    @Test
    void saysWhatIsWrongWithAnOptionOrAFile() throws IOException {
        assertThat(replay("--policies", "best").err())
                .contains("expected one of random, first, pack, spread, balanced, least-fragmentation but got 'best'");
        assertThat(replay("--one-in", "0").err()).contains("--one-in takes a number from 1 to 1000000 but was 0");
        Path bad = Files.writeString(dir.resolve("bad.csv"), "sn,cpu_milli,memory_mib,gpu,model\na,1,1,x,T4\n");
        Run run = replay("--nodes", bad.toString());
        assertThat(run.status()).isNotEqualTo(ExitCode.OK);
        Run wrong = Run.of("simulate", "--trace", ROOT.resolve(TASKS).toString(), "--nodes", bad.toString());
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains("bad.csv, line 2: expected a whole number from 0 to 64 as gpu but got 'x'");
        Run missing = Run.of("simulate", "--trace", ROOT.resolve(TASKS).toString());
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no file", "openb_node_list_gpu_node.csv");
    }
}
