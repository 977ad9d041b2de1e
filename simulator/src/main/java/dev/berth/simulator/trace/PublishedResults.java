package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/**
 * What others have measured on the "openb" trace: Weng et al., Beware of Fragmentation, USENIX ATC 2023. 1,213 hosts
 * with 6,212 GPUs, tasks drawn at random until they had asked for 130 % of the GPU capacity, mean of ten seeds.
 */
public final class PublishedResults {
    /** At which shares of the GPU capacity that had been asked for the figures were taken. */
    public static final ImmutableList<Double> ASKED = ImmutableList.of(0.8, 0.9, 1.0, 1.1, 1.3);

    private static final int GPUS = 6_212;

    private static final ImmutableList<Line> DEFAULT = ImmutableList.of(
            new Line("random", ImmutableList.of(78.7, 85.0, 86.3, 86.9, 87.5)),
            new Line("dot product", ImmutableList.of(80.0, 90.0, 90.6, 90.7, 90.9)),
            new Line("GPU clustering", ImmutableList.of(80.0, 90.0, 91.7, 91.7, 91.9)),
            new Line("GPU packing", ImmutableList.of(80.0, 90.0, 91.8, 91.9, 92.0)),
            new Line("best fit", ImmutableList.of(80.0, 90.0, 92.9, 92.9, 93.1)),
            new Line("fragmentation gradient descent", ImmutableList.of(80.0, 90.0, 95.2, 95.3, 95.4)));

    private static final ImmutableList<Line> GPUSPEC33 = ImmutableList.of(
            new Line("random", ImmutableList.of(70.4, 77.4, 83.9, 85.6, 86.5)),
            new Line("GPU packing", ImmutableList.of(67.8, 75.0, 82.2, 89.5, 93.2)),
            new Line("best fit", ImmutableList.of(65.7, 73.1, 80.4, 87.7, 93.1)),
            new Line("fragmentation gradient descent", ImmutableList.of(73.4, 80.6, 87.8, 94.4, 94.6)));

    private PublishedResults() {}

    /**
     * What a policy of others came to.
     *
     * @param allocatedPercent of the GPU capacity, for each of {@link #ASKED}
     */
    public record Line(String policy, ImmutableList<Double> allocatedPercent) {}

    /** The figures for a file of tasks on hosts with so many GPUs; empty for what nobody has published. */
    public static ImmutableList<Line> of(Path tasks, long gpus) {
        String name = tasks.getFileName().toString();
        if (gpus != GPUS) {
            return ImmutableList.of();
        }
        return switch (name) {
            case "openb_pod_list_default.csv" -> DEFAULT;
            case "openb_pod_list_gpuspec33.csv" -> GPUSPEC33;
            default -> ImmutableList.of();
        };
    }
}
