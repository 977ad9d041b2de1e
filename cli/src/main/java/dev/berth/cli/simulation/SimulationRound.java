package dev.berth.cli.simulation;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.workload.Discrepancy;
import dev.berth.simulator.workload.WorkloadReport;

/**
 * One round of a simulation.
 *
 * @param differences between the schedulers' books and the service's, after the round and after all was released
 */
record SimulationRound(WorkloadReport report, ImmutableList<Discrepancy> differences) {
    /** Whether every answer came, was one that may be, and the books agree. */
    boolean isRight() {
        return report.isAsExpected() && report.lost() == 0 && differences.isEmpty();
    }
}
