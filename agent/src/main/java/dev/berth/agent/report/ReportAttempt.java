package dev.berth.agent.report;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * What came of making a report.
 *
 * @param report empty if a problem stands against it
 * @param problems what must be changed first, each a sentence for the operator; empty if there is a report
 * @param warnings what was skipped, but does not stand against the report
 */
public record ReportAttempt(
        Optional<ReportedHost> report, ImmutableList<String> problems, ImmutableList<String> warnings) {
    public static ReportAttempt made(ReportedHost report, List<String> warnings) {
        return new ReportAttempt(Optional.of(report), ImmutableList.of(), ImmutableList.copyOf(warnings));
    }

    /** The same, with a report that takes the host's name from another provider that has it. */
    public ReportAttempt takingOverName() {
        return new ReportAttempt(report.map(ReportedHost::takingOverName), problems, warnings);
    }

    public static ReportAttempt refused(List<String> problems, List<String> warnings) {
        return new ReportAttempt(Optional.empty(), ImmutableList.copyOf(problems), ImmutableList.copyOf(warnings));
    }
}
