package dev.berth.auditor;

import java.util.Locale;

/** A report as a person reads it. */
public final class ReportText {
    private static final int DIFFERENCES_MAX = 50;

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
            line(text, "%,d records of the log name no region and change none", report.foreign());
        }
        report.stopped().forEach((region, stop) -> line(text, "region %s stands at %s", region, stop));
        report.differences().stream().limit(DIFFERENCES_MAX).forEach(difference -> {
            line(text, "");
            line(text, "%s: %s", difference.place(), words(difference.kind()));
            line(text, "  recorded  %s", difference.recorded());
            line(text, "  re-folded %s", difference.refolded());
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
