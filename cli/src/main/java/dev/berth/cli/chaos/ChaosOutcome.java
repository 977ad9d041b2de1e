package dev.berth.cli.chaos;

import com.google.common.collect.ImmutableList;
import dev.berth.simulator.chaos.OperationCounts;
import dev.berth.simulator.history.Violation;
import java.nio.file.Path;

/**
 * What chaos came to.
 *
 * @param dir where logs and data are, if something was found
 * @param audit what the audit said in the end
 * @param violations the first of those that were found
 */
record ChaosOutcome(
        long seed,
        Layout layout,
        Path dir,
        long tookNs,
        ImmutableList<Cycle> cycles,
        OperationCounts tally,
        String audit,
        ImmutableList<Violation> violations,
        long violationCount) {
    boolean isRight() {
        return violationCount == 0;
    }
}
