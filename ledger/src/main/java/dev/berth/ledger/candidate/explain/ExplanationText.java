package dev.berth.ledger.candidate.explain;

import dev.berth.events.model.Printable;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDemand;
import dev.berth.ledger.candidate.explain.Explanation.ExplainedDevices;
import dev.berth.ledger.candidate.explain.Explanation.Lack;
import dev.berth.ledger.candidate.explain.Explanation.Line;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import dev.berth.ledger.candidate.explain.Explanation.Verdict;
import java.util.List;
import java.util.Locale;

/** An {@link Explanation} as lines for a terminal, at most about a hundred columns wide if names are short. */
public final class ExplanationText {
    private final StringBuilder text = new StringBuilder();

    private ExplanationText() {}

    public static String of(Explanation explanation) {
        ExplanationText text = new ExplanationText();
        text.headline(explanation);
        for (ExplainedDemand demand : explanation.demands()) {
            text.line("");
            text.line(demand.parameter() + ending(demand));
            text.lines(demand.lines());
        }
        for (ExplainedDevices devices : explanation.devices()) {
            text.line("");
            text.line(devices.parameter() + ending(devices));
            text.lines(devices.lines());
        }
        text.line("");
        text.line("trees");
        text.lines(explanation.trees());
        if (!explanation.nearest().isEmpty()) {
            text.line("");
            text.line("nearest of the trees without a candidate");
            explanation.nearest().forEach(text::miss);
        }
        return text.text.toString();
    }

    private void headline(Explanation explanation) {
        line(
                switch (explanation.verdict()) {
                    case FOUND ->
                        explanation.treesWithCandidates() == 1
                                ? "1 tree has candidates"
                                : explanation.treesWithCandidates() + " trees have candidates";
                    case NOT_NOW -> "no candidates now: there would be some if nothing were in use, dirty or drained";
                    case NEVER -> "no candidates ever: there would be none even if nothing were used";
                    case UNDECIDED ->
                        "no candidates were found, but the explanation was cut off before it was complete";
                });
        if (explanation.treesLeftOut() > 0) {
            line(explanation.treesLeftOut() + " trees were not looked at; all counts are of the others");
        }
    }

    private static String ending(ExplainedDemand demand) {
        if (demand.verdict() == Verdict.NOT_NOW) {
            return "   <- exhausted" + demand.scarce().map(name -> ": " + name).orElse("");
        }
        return demand.verdict() == Verdict.NEVER ? "   <- no provider can serve this, even unused" : "";
    }

    private static String ending(ExplainedDevices devices) {
        return switch (devices.verdict()) {
            case NOT_NOW -> "   <- exhausted: too many are held";
            case NEVER ->
                "   <- no " + (devices.suffix().isEmpty() ? "host" : "provider") + " has that many, free or not";
            case FOUND, UNDECIDED -> "";
        };
    }

    private void lines(List<Line> lines) {
        for (Line line : lines) {
            int removed = line.before() - line.after();
            line(String.format(
                    Locale.ROOT, "%8d %8s  %s", line.after(), removed == 0 ? "" : "-" + removed, line.constraint()));
        }
    }

    private void miss(Miss miss) {
        line("  " + Printable.of(miss.rootName()) + "  " + miss.root());
        for (Lack lack : miss.lacks()) {
            line("    " + (lack.suffix().isEmpty() ? "" : lack.suffix() + ": ") + Printable.of(lack.providerName())
                    + " " + lack.text());
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
