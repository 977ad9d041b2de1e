package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Counts and times the operations of all schedulers of a workload. One thread only. */
final class Measurements {
    private static final int DIGITS = 3;
    private static final int COMPLAINTS_KEPT = 20;

    private final Map<Operation, Histogram> micros = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<AnswerCheck, Long>> counts = new EnumMap<>(Operation.class);
    private final List<String> complaints = new ArrayList<>();
    private long complaintCount;

    void record(Operation operation, AnswerCheck verdict, long nanos) {
        counts.computeIfAbsent(operation, key -> new EnumMap<>(AnswerCheck.class))
                .merge(verdict, 1L, Long::sum);
        if (verdict != AnswerCheck.LOST) {
            micros.computeIfAbsent(operation, key -> new Histogram(DIGITS)).recordValue(nanos / 1_000);
        }
    }

    /** Notes an answer that must not be; the first few are kept. */
    void complain(String complaint) {
        complaintCount++;
        if (complaints.size() < COMPLAINTS_KEPT) {
            complaints.add(complaint);
        }
    }

    long count(Operation operation, AnswerCheck verdict) {
        return counts.getOrDefault(operation, Map.of()).getOrDefault(verdict, 0L);
    }

    long complaintCount() {
        return complaintCount;
    }

    ImmutableList<String> complaints() {
        return ImmutableList.copyOf(complaints);
    }

    /** A line for each operation that happened, in the order of {@link Operation}. */
    ImmutableList<OperationSummary> summaries(Duration wall) {
        return counts.keySet().stream()
                .map(operation -> summary(operation, wall))
                .collect(ImmutableList.toImmutableList());
    }

    private OperationSummary summary(Operation operation, Duration wall) {
        Histogram histogram = micros.getOrDefault(operation, new Histogram(DIGITS));
        double seconds = wall.toNanos() / 1e9;
        return new OperationSummary(
                operation,
                count(operation, AnswerCheck.GRANTED),
                count(operation, AnswerCheck.REFUSED),
                count(operation, AnswerCheck.UNEXPECTED),
                count(operation, AnswerCheck.LOST),
                histogram.getTotalCount() / seconds,
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(90) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getMaxValue() / 1e3);
    }
}
