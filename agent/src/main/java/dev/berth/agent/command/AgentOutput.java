package dev.berth.agent.command;

import dev.berth.agent.Agent;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Tells an operator how each look of an agent at its host ended: reports to standard output, trouble to standard error.
 */
public final class AgentOutput {
    /** How long a refusal may be, in characters: it says what to do at its end. */
    private static final int REFUSAL_MAX = 2_000;

    private final PrintWriter out;
    private final PrintWriter err;

    public AgentOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public void show(Agent.Step step) {
        if (step instanceof Agent.Step.Published published) {
            showWarnings(published.attempt());
            published.attempt().report().ifPresent(report -> showReport(report, published.receipt()));
            doubt(published.receipt()).ifPresent(doubt -> err.println("warning: " + Printable.of(doubt)));
        } else if (step instanceof Agent.Step.Standing standing) {
            showWarnings(standing.attempt());
            standing.attempt()
                    .report()
                    .ifPresent(
                            report -> out.println("nothing to report of " + name(report) + ": all of it is in force"));
        } else if (step instanceof Agent.Step.Deaf deaf) {
            err.println("it cannot be asked what is in force of this host, and is asked again: "
                    + Printable.of(deaf.cause().getMessage()));
        } else if (step instanceof Agent.Step.Invalid refused) {
            showProblems(refused.attempt());
        } else if (step instanceof Agent.Step.Declined declined) {
            err.println("the report is refused, and changes nothing: " + Printable.of(declined.why(), REFUSAL_MAX));
        } else if (step instanceof Agent.Step.Failed failed) {
            err.println("the report may not have arrived, and is sent again if the agent goes on: "
                    + Printable.of(failed.cause().getMessage()));
        }
        out.flush();
        err.flush();
    }

    private void showWarnings(ReportAttempt attempt) {
        attempt.warnings().forEach(warning -> err.println("warning: " + Printable.of(warning)));
    }

    private static String name(ReportedHost report) {
        return Printable.of(report.providers().get(0).name());
    }

    /** Reported is what is granted, and nothing else. */
    private void showReport(ReportedHost report, ReportSink.Receipt receipt) {
        if (!(receipt instanceof ReportSink.Receipt.Accepted accepted)) {
            err.println("the report of " + name(report) + " is sent, but nothing said whether it was granted. Is the"
                    + " host enrolled with this key? The service's log says why a record was refused.");
            return;
        }
        out.printf(
                "reported %s: %s, %s; %s%n",
                name(report),
                CountText.of(report.providers().size(), "provider"),
                CountText.of(report.devices().size(), "PCI device"),
                accepted.hasChanged() ? "accepted" : "accepted, and nothing is new");
        if (!accepted.kept().isEmpty()) {
            out.println("kept, because something is allocated from them: "
                    + Printable.of(String.join(" ", accepted.kept())));
        }
    }

    private static Optional<String> doubt(ReportSink.Receipt receipt) {
        return receipt instanceof ReportSink.Receipt.Unheard unheard ? unheard.doubt() : Optional.empty();
    }

    private void showProblems(ReportAttempt attempt) {
        err.println("nothing is reported until this is put right:");
        attempt.problems().forEach(problem -> err.println("  " + Printable.of(problem)));
    }
}
