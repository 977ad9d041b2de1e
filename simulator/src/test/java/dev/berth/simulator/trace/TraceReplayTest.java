package dev.berth.simulator.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays of small traces whose answers are known. */
class TraceReplayTest {
    private static final Path SAMPLE = Path.of("src/test/resources/trace");
    private static final String TASKS_HEADER =
            "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time,deletion_time\n";

    @TempDir
    private Path dir;

    private static TraceTask task(String name, int gpus, int gpuMilli, long from, long to) {
        return new TraceTask(name, 1000, 1000, gpus, gpuMilli, ImmutableSortedSet.of(), from, OptionalLong.of(to));
    }

    private static TracePoint lastWithLifetimes(TraceReplay replay, TracePolicy policy) {
        ImmutableList<TracePoint> points = replay.withLifetimes(policy, 1, share -> {});
        return points.get(points.size() - 1);
    }

    private static TraceReplay oneAndTwoGpus(GpuUnit unit) {
        return new TraceReplay(
                ImmutableList.of(
                        new TraceNode("one", 10_000, 10_000, 1, "T4"), new TraceNode("two", 10_000, 10_000, 2, "T4")),
                ImmutableList.of(
                        task("half", 1, 500, 0, 100),
                        task("other half", 1, 500, 1, 100),
                        task("both", 2, 1000, 2, 100)),
                unit);
    }

    @Test
    void packsPartsOfOneGpuSoThatWholeOnesAreLeft() {
        TracePoint packed = lastWithLifetimes(oneAndTwoGpus(GpuUnit.PARTS), TracePolicy.PACK);
        assertThat(packed.refused()).isZero();
        assertThat(packed.allocatedShare()).isEqualTo(1);
        assertThat(packed.strandedGpus()).isZero();
    }

    @Test
    void leavesNoWholeGpusWhereTasksAreSpread() {
        TracePoint spread = lastWithLifetimes(oneAndTwoGpus(GpuUnit.PARTS), TracePolicy.SPREAD);
        assertThat(spread.refused()).isEqualTo(1);
        assertThat(spread.askedShare()).isEqualTo(1);
        assertThat(spread.allocatedShare()).isCloseTo(1 / 3.0, within(1e-9));
    }

    @Test
    void leavesTheMostInPiecesThatAreOfUse() {
        TraceReplay replay = new TraceReplay(
                ImmutableList.of(
                        new TraceNode("one", 10_000, 10_000, 1, "T4"),
                        new TraceNode("two", 10_000, 10_000, 2, "T4"),
                        new TraceNode("two more", 10_000, 10_000, 2, "T4")),
                ImmutableList.of(
                        task("both", 2, 1000, 0, 100),
                        task("half", 1, 500, 1, 100),
                        task("other half", 1, 500, 2, 100),
                        task("both again", 2, 1000, 3, 100)),
                GpuUnit.PARTS);
        assertThat(lastWithLifetimes(replay, TracePolicy.LEAST_FRAGMENTATION).refused())
                .as("the halves share the GPU that is of no use to a task like the first")
                .isZero();
        assertThat(lastWithLifetimes(replay, TracePolicy.SPREAD).refused()).isEqualTo(1);
    }

    @Test
    void givesAWholeDeviceForAPartOfOne() {
        TracePoint devices = lastWithLifetimes(oneAndTwoGpus(GpuUnit.DEVICES), TracePolicy.PACK);
        assertThat(devices.refused()).isEqualTo(1);
        assertThat(devices.allocatedShare()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(devices.heldShare()).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void countsWhatIsFreeWhereNothingFitsAsStranded() {
        ImmutableSortedSet<String> any = ImmutableSortedSet.of();
        TraceReplay replay = new TraceReplay(
                ImmutableList.of(new TraceNode("host", 1000, 1000, 1, "T4")),
                ImmutableList.of(
                        new TraceTask("all CPU", 1000, 10, 1, 400, any, 0, OptionalLong.empty()),
                        new TraceTask("some CPU", 1, 10, 1, 700, any, 1, OptionalLong.empty())),
                GpuUnit.PARTS);
        TracePoint last = lastWithLifetimes(replay, TracePolicy.FIRST);
        assertThat(last.refused()).isEqualTo(1);
        assertThat(last.strandedGpus()).isCloseTo(0.6, within(1e-9));
        assertThat(last.fragmentedShare()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void givesBackWhatTasksHeldWhenTheyEnd() {
        TraceReplay replay = new TraceReplay(
                ImmutableList.of(new TraceNode("host", 9000, 9000, 1, "T4")),
                ImmutableList.of(
                        task("first", 1, 1000, 0, 5), task("second", 1, 1000, 5, 5), task("third", 1, 1000, 6, 9)),
                GpuUnit.PARTS);
        TracePoint last = lastWithLifetimes(replay, TracePolicy.FIRST);
        assertThat(last.refused()).isZero();
        assertThat(last.tasks()).isEqualTo(3);
    }

    @Test
    void takesOnlyModelsThatATaskNames() {
        ImmutableSortedSet<String> g2 = ImmutableSortedSet.of("G2");
        for (GpuUnit unit : GpuUnit.values()) {
            TraceReplay replay = new TraceReplay(
                    ImmutableList.of(
                            new TraceNode("t4", 9000, 9000, 4, "T4"), new TraceNode("g2", 9000, 9000, 1, "G2")),
                    ImmutableList.of(
                            new TraceTask("a", 1, 1, 1, 1000, g2, 0, OptionalLong.empty()),
                            new TraceTask("b", 1, 1, 1, 1000, g2, 1, OptionalLong.empty())),
                    unit);
            assertThat(lastWithLifetimes(replay, TracePolicy.FIRST).refused()).isEqualTo(1);
        }
    }

    @Test
    void comesToTheSameForTheSameSeedAndToSomethingElseForAnother() throws IOException {
        TraceReplay replay = new TraceReplay(
                TraceFiles.nodes(SAMPLE.resolve("nodes.csv")),
                TraceFiles.tasks(SAMPLE.resolve("tasks.csv")),
                GpuUnit.PARTS);
        for (TracePolicy policy : TracePolicy.values()) {
            ImmutableList<TracePoint> points = replay.inflated(policy, 1, 1.3, share -> {});
            assertThat(replay.inflated(policy, 1, 1.3, share -> {}))
                    .as(policy.text())
                    .isEqualTo(points);
            assertThat(replay.inflated(policy, 2, 1.3, share -> {}))
                    .as(policy.text())
                    .isNotEqualTo(points);
            TracePoint last = points.get(points.size() - 1);
            assertThat(last.askedShare()).isGreaterThanOrEqualTo(1.3);
            assertThat(last.allocatedShare()).isLessThanOrEqualTo(1).isCloseTo(last.heldShare(), within(1e-9));
        }
    }

    @Test
    void saysWhichLineOfATraceIsWrong() throws IOException {
        assertTasksRefused("a,1,1,2,500,,0,1\n", "line 2: expected gpu_milli 1000 with num_gpu 2");
        assertTasksRefused("a,1,1,1,500,,0,1\nb,1,1,1,1001,,0,1\n", "line 3: expected a whole number from 1 to 1000");
        assertTasksRefused("a,1,1,1,500,,0\n", "line 2: expected 8 values as in line 1 but got 7");
        assertTasksRefused("a,-1,1,1,500,,0,1\n", "line 2: expected a whole number from 0 to 2147483647 as cpu_milli");
        assertTasksRefused("a,1,1,1,500,T4||G2,0,1\n", "line 2: expected models of GPUs with | between them");
        assertTasksRefused(
                "a,1,1,1,500,,9,8\n", "line 2: expected a whole number from 9 to 2147483647 as deletion_time");
        assertTasksRefused("a,0,0,0,0,,0,1\n", "line 2: expected a task that asks for something");
        assertNodesRefused("", "line 1: expected the columns sn,cpu_milli,memory_mib,gpu,model but there is no sn");
        assertNodesRefused(
                "sn,cpu_milli,memory_mib,gpu,model\na,1,1,1,T4\na,1,1,1,T4\n", "line 3: expected each host once");
        assertNodesRefused("sn,cpu_milli,memory_mib,gpu,model\na,1,1,1,\n", "line 2: expected the model of its GPUs");
        assertNodesRefused("sn,sn\n", "line 1: expected each column once but got two of sn");
        assertNodesRefused(
                "sn,cpu_milli,memory_mib,gpu,model\n" + "a".repeat(5000), "line 2: expected at most 4096 characters");
    }

    @Test
    void refusesATraceWithoutGpus() {
        assertThatThrownBy(() -> new TraceReplay(
                        ImmutableList.of(new TraceNode("cpu", 1, 1, 0, "")),
                        ImmutableList.of(task("a", 1, 1, 0, 1)),
                        GpuUnit.PARTS))
                .hasMessage("expected hosts with GPUs but there is none among 1 hosts");
    }

    private void assertTasksRefused(String lines, String words) throws IOException {
        Path file = Files.writeString(dir.resolve("tasks.csv"), TASKS_HEADER + lines);
        assertThatThrownBy(() -> TraceFiles.tasks(file))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(file + ", ")
                .hasMessageContaining(words);
    }

    private void assertNodesRefused(String text, String words) throws IOException {
        Path file = Files.writeString(dir.resolve("nodes.csv"), text);
        assertThatThrownBy(() -> TraceFiles.nodes(file))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(words);
    }
}
