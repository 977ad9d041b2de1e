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
    /** As many as people read; of a spec of thousands of entries each may be worth a warning. */
    private static final int MOST = 100;

    public ReportAttempt {
        problems = most(problems, "problems");
        warnings = most(warnings, "warnings");
    }

    private static ImmutableList<String> most(ImmutableList<String> all, String what) {
        return all.size() <= MOST + 1
                ? all
                : ImmutableList.<String>builder()
                        .addAll(all.subList(0, MOST))
                        .add((all.size() - MOST) + " " + what + " more are not shown")
                        .build();
    }

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
