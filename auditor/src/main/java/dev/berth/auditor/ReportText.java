package dev.berth.auditor;

import dev.berth.events.model.Printable;
import java.util.Locale;

/** A report as a person reads it. */
public final class ReportText {
    private static final int DIFFERENCES_MAX = 50;

    /** The longest text of one side of a difference, in characters. */
    private static final int TEXT_MAX = 4_000;

    private ReportText() {}

    public static String of(AuditReport report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%,d commands re-folded in %,d regions, %,d decisions compared",
                report.commands(),
                report.regions(),
                report.decisions());
        if (report.states() > 0) {
            line(text, "%,d regions compared with the live service", report.states());
        }
        if (report.undecided() > 0) {
            line(text, "%,d commands at the end of the log are not decided yet", report.undecided());
        }
        if (report.foreign() > 0) {
            line(
                    text,
                    "note: %,d records of the log are foreign, they change nothing: their key names no region, or one that is at home in"
                            + " another partition",
                    report.foreign());
        }
        report.stopped().forEach((region, stop) -> line(text, "region %s stands at %s", region, Printable.of(stop)));
        report.differences().stream().limit(DIFFERENCES_MAX).forEach(difference -> {
            line(text, "");
            line(text, "%s: %s", difference.place(), words(difference.kind()));
            line(text, "  recorded  %s", Printable.of(difference.recorded(), TEXT_MAX));
            line(text, "  re-folded %s", Printable.of(difference.refolded(), TEXT_MAX));
        });
        if (report.differenceCount() > DIFFERENCES_MAX) {
            line(text, "");
            line(text, "and %,d more", report.differenceCount() - DIFFERENCES_MAX);
        }
        line(
                text,
                "%s",
                report.isIdentical()
                        ? "identical"
                        : String.format(Locale.ROOT, "%,d differences", report.differenceCount()));
        return text.toString();
    }

    private static String words(Difference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
