package dev.berth.auditor;

import dev.berth.events.model.CountText;
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
                "%s re-folded in %s, %s compared",
                CountText.of(report.commands(), "command"),
                CountText.of(report.regions(), "region"),
                CountText.of(report.decisions(), "decision"));
        if (report.states() > 0) {
            line(text, "%s compared with the live service", CountText.of(report.states(), "region"));
        }
        if (report.undecided() > 0) {
            line(text, "not decided yet: %s at the end of the log", CountText.of(report.undecided(), "command"));
        }
        if (report.foreign() > 0) {
            line(
                    text,
                    "note: foreign, without effect: %s (the key names no region, or one that is at home in "
                            + "another partition)",
                    CountText.of(report.foreign(), "record"));
        }
        report.stopped()
                .forEach((region, stop) -> line(
                        text,
                        "region %s has stopped at %s; nothing behind that record is decided",
                        region,
                        Printable.of(stop)));
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
        tellUncompared(text, report);
        HeadText.of(report.heads()).forEach(line -> line(text, "%s", line));
        report.stores().ifPresent(stores -> tell(text, stores));
        line(text, "%s", verdict(report));
        return text.toString();
    }

    private static String verdict(AuditReport report) {
        long differences = report.differenceCount()
                + report.stores().map(StoreReport::faults).orElse(0L);
        String found = report.hasNoDifference() ? "identical" : CountText.of(differences, "difference");
        if (!report.isComplete()) {
            found = (report.hasNoDifference() ? "no difference" : found) + ", but not all could be compared";
        }
        return report.isGoingOn()
                ? found
                : found + ", but " + CountText.of(report.stopped().size(), "region") + " stopped";
    }

    private static void tellUncompared(StringBuilder text, AuditReport report) {
        if (report.isComplete()) {
            return;
        }
        line(text, "");
        report.uncompared().stream()
                .limit(DIFFERENCES_MAX)
                .forEach(part -> line(
                        text,
                        "not compared: %s%s: %s",
                        Printable.of(part.place()),
                        part.records() > 0 ? " (" + CountText.of(part.records(), "command") + ")" : "",
                        part.reason()));
        if (report.uncompared().size() > DIFFERENCES_MAX) {
            line(
                    text,
                    "and %,d more that could not be compared",
                    report.uncompared().size() - DIFFERENCES_MAX);
        }
    }

    private static void tell(StringBuilder text, StoreReport stores) {
        int width = stores.copies().stream()
                .mapToInt(copy -> copy.asked().instance().length())
                .reduce("INSTANCE".length(), Math::max);
        String row = "%-" + width + "s  %9s  %-7s  %12s  %7s  %s";
        line(text, "");
        line(text, row, "INSTANCE", "PARTITION", "ROLE", "OFFSET", "REGIONS", "STORE");
        for (StoreReport.Copy copy : stores.copies()) {
            StoreCopy asked = copy.asked();
            line(
                    text,
                    row,
                    Printable.of(asked.instance()),
                    asked.partition(),
                    Printable.of(asked.role()),
                    copy.offset() < 0 ? "-" : Long.toString(copy.offset()),
                    asked.regions().size(),
                    copy.differences().isEmpty() ? "identical" : "differs");
        }
        for (StoreReport.Copy copy : stores.copies()) {
            copy.differences()
                    .forEach(difference -> line(
                            text,
                            "store of %s, partition %d: %s",
                            Printable.of(copy.asked().instance()),
                            copy.asked().partition(),
                            Printable.of(difference, TEXT_MAX)));
        }
        stores.unreached()
                .forEach((address, reason) ->
                        line(text, "instance at %s was not asked: %s", address, Printable.of(reason)));
        stores.unowned()
                .forEach(partition -> line(text, "partition %d: no instance that was asked owns it", partition));
        line(text, "");
    }

    private static String words(Difference.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
