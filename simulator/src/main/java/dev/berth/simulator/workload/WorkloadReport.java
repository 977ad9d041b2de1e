package dev.berth.simulator.workload;

import com.google.common.collect.ImmutableList;
import java.time.Duration;

/**
 * What a workload came to.
 *
 * @param withoutCandidates questions to which the service knew no place
 * @param complaints the first of the answers that must not be
 * @param complaintCount how many there were in all
 */
public record WorkloadReport(
        WorkloadSpec spec,
        Duration wall,
        ImmutableList<OperationSummary> operations,
        long withoutCandidates,
        int held,
        ImmutableList<String> complaints,
        long complaintCount) {
    /** Whether every answer was one that may be. Answers that never came are not counted here. */
    public boolean isAsExpected() {
        return complaintCount == 0;
    }

    public long lost() {
        return operations.stream().mapToLong(OperationSummary::lost).sum();
    }
}
