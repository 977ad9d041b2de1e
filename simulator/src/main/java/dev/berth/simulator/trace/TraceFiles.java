package dev.berth.simulator.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the two files of a trace in the form in which the "openb" trace was published: the hosts with the columns
 * {@code sn,cpu_milli,memory_mib,gpu,model}, the tasks with {@code
 * name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,creation_time,deletion_time} and others that are not looked at.
 * Columns go by the names in the first line.
 */
public final class TraceFiles {
    /** How many GPUs a host may have: each is a provider of its tree. */
    static final int GPUS_MAX = 64;

    private static final int MILLI = 1000;
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private TraceFiles() {}

    /**
     * The hosts in the order of the file.
     *
     * @throws TraceException if a line is not as it has to be
     */
    public static ImmutableList<TraceNode> nodes(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        return CsvTable.read(file, "sn", "cpu_milli", "memory_mib", "gpu", "model").rows().stream()
                .map(row -> node(row, names))
                .collect(ImmutableList.toImmutableList());
    }

    private static TraceNode node(CsvTable.Row row, Set<String> names) {
        String name = row.text("sn");
        if (!names.add(name)) {
            throw row.wrong("expected each host once but got another " + name);
        }
        int gpus = (int) row.number("gpu", 0, GPUS_MAX);
        String model = row.text("model");
        if (gpus > 0 && !MODEL.matcher(model).matches()) {
            throw row.wrong(
                    "expected the model of its GPUs, in letters, digits and underscores, but got '" + model + "'");
        }
        return new TraceNode(
                name, row.number("cpu_milli", 1), row.number("memory_mib", 1), gpus, gpus > 0 ? model : "");
    }

    /**
     * The tasks in the order of the file.
     *
     * @throws TraceException if a line is not as it has to be
     */
    public static ImmutableList<TraceTask> tasks(Path file) throws IOException {
        return CsvTable.read(
                        file,
                        "name",
                        "cpu_milli",
                        "memory_mib",
                        "num_gpu",
                        "gpu_milli",
                        "gpu_spec",
                        "creation_time",
                        "deletion_time")
                .rows()
                .stream()
                .map(TraceFiles::task)
                .collect(ImmutableList.toImmutableList());
    }

    private static TraceTask task(CsvTable.Row row) {
        int gpus = (int) row.number("num_gpu", 0, GPUS_MAX);
        int gpuMilli = gpus == 0 ? 0 : (int) row.number("gpu_milli", 1, MILLI);
        if (gpus > 1 && gpuMilli != MILLI) {
            throw row.wrong("expected gpu_milli 1000 with num_gpu " + gpus + ", as only one GPU can be shared, but got "
                    + gpuMilli);
        }
        long createdAt = row.number("creation_time", 0);
        OptionalLong deletedAt = row.text("deletion_time").isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(row.number("deletion_time", createdAt));
        long cpuMilli = row.number("cpu_milli", 0);
        long memoryMib = row.number("memory_mib", 0);
        if (cpuMilli + memoryMib + gpus == 0) {
            throw row.wrong("expected a task that asks for something but got one that asks for nothing");
        }
        return new TraceTask(
                row.text("name"), cpuMilli, memoryMib, gpus, gpuMilli, models(row, gpus), createdAt, deletedAt);
    }

    private static ImmutableSortedSet<String> models(CsvTable.Row row, int gpus) {
        String spec = row.text("gpu_spec");
        if (spec.isEmpty() || gpus == 0) {
            return ImmutableSortedSet.of();
        }
        return Arrays.stream(spec.split("\\|", -1))
                .peek(model -> {
                    if (!MODEL.matcher(model).matches()) {
                        throw row.wrong("expected models of GPUs with | between them but got '" + spec + "'");
                    }
                })
                .collect(ImmutableSortedSet.toImmutableSortedSet(String::compareTo));
    }
}
