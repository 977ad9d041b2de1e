package dev.berth.simulator.trace;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A {@link TraceReport} as one HTML page with a table and plots, which loads nothing from anywhere. */
public final class TracePage {
    private static final double PERCENT = 100;

    private TracePage() {}

    public static String of(TraceReport report) {
        StringBuilder page = new StringBuilder();
        String name = escaped(report.tasks().getFileName().toString());
        append(
                page,
                "<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Replay of %s</title>%n"
                        + "<style>body{font:15px sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
                        + "table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:right}"
                        + "td:first-child,th:first-child{text-align:left}tr:nth-child(even){background:#f4f4f4}"
                        + "svg{max-width:100%%;height:auto}</style></head><body>%n<h1>Replay of %s</h1>%n",
                name,
                name);
        append(
                page,
                "<p>%,d hosts with %,d GPUs, %,d tasks in the trace, %s, GPUs as %s, mean of %d seed%s.</p>%n",
                report.hosts(),
                report.gpus(),
                report.traceTasks(),
                report.arrivals().text(),
                report.unit().text(),
                report.seeds().size(),
                report.seeds().size() == 1 ? "" : "s");
        table(page, report);
        published(page, report);
        boolean isInflated = report.arrivals() == TraceArrivals.INFLATED;
        page.append(plot(
                report,
                "Allocated share of the GPU capacity",
                isInflated ? 60 : 0,
                TracePoint::allocatedShare,
                isInflated));
        page.append(
                plot(report, "Free and of no use to a task, on average", 0, TracePoint::fragmentedShare, isInflated));
        page.append(plot(
                report,
                "Free on hosts where no GPU task fits any more",
                0,
                point -> point.strandedGpus() / report.gpus(),
                isInflated));
        return page.append("</body></html>\n").toString();
    }

    private static void table(StringBuilder page, TraceReport report) {
        append(
                page,
                "<table><tr><th>policy</th><th>asked %%</th><th>allocated %%</th><th>lowest</th><th>highest</th>"
                        + "<th>held %%</th><th>stranded GPUs</th><th>fragmented %%</th><th>refused</th></tr>%n");
        for (TraceReport.Line line : report.lines()) {
            TracePoint last = line.last();
            append(
                    page,
                    "<tr><td>%s</td><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td><td>%.1f</td>"
                            + "<td>%.1f</td><td>%,d of %,d</td></tr>%n",
                    line.policy().text(),
                    PERCENT * last.askedShare(),
                    PERCENT * last.allocatedShare(),
                    PERCENT * line.lowest(),
                    PERCENT * line.highest(),
                    PERCENT * last.heldShare(),
                    last.strandedGpus(),
                    PERCENT * last.fragmentedShare(),
                    last.refused(),
                    last.tasks());
        }
        append(page, "</table>%n");
    }

    private static void published(StringBuilder page, TraceReport report) {
        if (report.published().isEmpty()) {
            return;
        }
        append(page, "<h2>Beside what others have published</h2>%n<table><tr><th>policy</th>");
        PublishedResults.ASKED.forEach(asked -> append(page, "<th>%.0f %%</th>", PERCENT * asked));
        append(page, "</tr>%n");
        for (TraceReport.Line line : report.lines()) {
            append(page, "<tr><td>%s</td>", line.policy().text());
            PublishedResults.ASKED.forEach(asked ->
                    append(page, "<td>%.1f</td>", PERCENT * line.at(asked).allocatedShare()));
            append(page, "</tr>%n");
        }
        for (PublishedResults.Line line : report.published()) {
            append(page, "<tr><td>%s (published)</td>", line.policy());
            line.allocatedPercent().forEach(share -> append(page, "<td>%.1f</td>", share));
            append(page, "</tr>%n");
        }
        append(page, "</table>%n");
    }

    private static String plot(
            TraceReport report, String title, double lowest, ToDoubleFunction<TracePoint> value, boolean isInflated) {
        double highest = report.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> PERCENT * value.applyAsDouble(point))
                .max()
                .orElse(PERCENT);
        SharePlot plot = new SharePlot(
                title,
                isInflated ? "asked for, of the GPU capacity" : "tasks that have come, of all",
                lowest,
                Math.max(highest, lowest + 1));
        for (TraceReport.Line line : report.lines()) {
            for (TracePoint point : line.points()) {
                double across = isInflated ? point.askedShare() : point.tasks() / (double) report.traceTasks();
                plot.add(line.policy().text(), PERCENT * across, PERCENT * value.applyAsDouble(point));
            }
        }
        return plot.svg();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void append(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
