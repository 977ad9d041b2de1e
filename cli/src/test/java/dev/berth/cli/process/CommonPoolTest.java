package dev.berth.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.BerthProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class CommonPoolTest {
    /** Prints how large the pool is, and what an asynchronous step runs on. */
    static final class Step {
        public static void main(String[] arguments) {
            CommonPool.use();
            System.out.print(ForkJoinPool.commonPool().getParallelism() + " ");
            System.out.print(CompletableFuture.supplyAsync(Thread.currentThread()::getName)
                    .thenApplyAsync(name -> Thread.currentThread().getName())
                    .join());
        }
    }

    @Test
    void runsStepsOnThreadsThatAreThereWhereThereAreTwoProcessors() throws IOException {
        assertThat(poolOf("-XX:ActiveProcessorCount=2")).startsWith("2 ForkJoinPool.commonPool-worker");
    }

    @Test
    void leavesThePoolAsLargeAsItWasSaidToBe() throws IOException {
        assertThat(poolOf("-XX:ActiveProcessorCount=2", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1"))
                .startsWith("1 ");
    }

    private static String poolOf(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-cp", BerthProcess.classPath()));
        command.addAll(List.of(options));
        command.add(Step.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
