package dev.berth.agent.command;

import dev.berth.agent.Agent;
import dev.berth.agent.ReportSink;
import dev.berth.agent.report.ReportAttempt;
import dev.berth.agent.report.ReportedHost;
import dev.berth.events.model.Printable;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Tells an operator how each look of an agent at its host ended: reports to standard output, trouble to standard error.
 */
public final class AgentOutput {
    private final PrintWriter out;
    private final PrintWriter err;

    public AgentOutput(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public void show(Agent.Step step) {
        if (step instanceof Agent.Step.Published published) {
            published.attempt().warnings().forEach(warning -> err.println("warning: " + Printable.of(warning)));
            published.attempt().report().ifPresent(report -> showReport(report, published.receipt()));
            doubt(published.receipt()).ifPresent(doubt -> err.println("warning: " + Printable.of(doubt)));
        } else if (step instanceof Agent.Step.Refused refused) {
            showProblems(refused.attempt());
        } else if (step instanceof Agent.Step.Declined declined) {
            err.println("the report is refused, and the one before it stands: " + Printable.of(declined.why()));
        } else if (step instanceof Agent.Step.Failed failed) {
            err.println("the report may not have arrived and is sent again: "
                    + Printable.of(failed.cause().getMessage()));
        }
        out.flush();
        err.flush();
    }

    private void showReport(ReportedHost report, ReportSink.Receipt receipt) {
        out.printf(
                "reported %s: %d providers, %d PCI devices; %s%n",
                Printable.of(report.providers().get(0).name()),
                report.providers().size(),
                report.devices().size(),
                words(receipt));
        if (receipt instanceof ReportSink.Receipt.Accepted accepted
                && !accepted.kept().isEmpty()) {
            out.println("kept, because something is allocated from them: "
                    + Printable.of(String.join(" ", accepted.kept())));
        }
    }

    private static Optional<String> doubt(ReportSink.Receipt receipt) {
        return receipt instanceof ReportSink.Receipt.Unheard unheard ? unheard.doubt() : Optional.empty();
    }

    private static String words(ReportSink.Receipt receipt) {
        if (receipt instanceof ReportSink.Receipt.Accepted accepted) {
            return accepted.hasChanged() ? "accepted" : "accepted, and nothing is new";
        }
        return "signed and on its way";
    }

    private void showProblems(ReportAttempt attempt) {
        err.println("nothing is reported until this is put right:");
        attempt.problems().forEach(problem -> err.println("  " + Printable.of(problem)));
    }
}
