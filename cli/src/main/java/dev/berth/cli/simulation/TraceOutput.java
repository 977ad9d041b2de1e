package dev.berth.cli.simulation;

import dev.berth.cli.output.Table;
import dev.berth.events.model.CountText;
import dev.berth.simulator.trace.PublishedResults;
import dev.berth.simulator.trace.TracePage;
import dev.berth.simulator.trace.TracePoint;
import dev.berth.simulator.trace.TraceReport;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shows what a replay came to: tables for people, a page with plots. */
final class TraceOutput {
    private static final double PERCENT = 100;

    private TraceOutput() {}

    static void print(TraceReport report, PrintWriter out) {
        out.printf(
                "%s with %s, %s, %s, GPUs as %s, %s %s%n",
                CountText.of(report.hosts(), "host"),
                CountText.of(report.gpus(), "GPU"),
                CountText.of(report.traceTasks(), "task"),
                report.arrivals().text(),
                report.unit().text(),
                report.seeds().size() == 1 ? "seed" : "mean of seeds",
                report.seeds().size() == 1
                        ? report.seeds().get(0)
                        : report.seeds().get(0) + " to "
                                + report.seeds().get(report.seeds().size() - 1));
        Table table = new Table(
                "",
                "asked %",
                "allocated %",
                "lowest",
                "highest",
                "held %",
                "stranded GPUs",
                "fragmented %",
                "refused");
        for (TraceReport.Line line : report.lines()) {
            TracePoint last = line.last();
            table.row(
                    line.policy().text(),
                    percent(last.askedShare()),
                    percent(last.allocatedShare()),
                    percent(line.lowest()),
                    percent(line.highest()),
                    percent(last.heldShare()),
                    "%.1f".formatted(last.strandedGpus()),
                    percent(last.fragmentedShare()),
                    "%,d".formatted(last.refused()));
        }
        table.lines().forEach(line -> out.println("  " + line));
        if (!report.published().isEmpty()) {
            out.println();
            out.println("allocated % when so much was asked for, beside what others have published:");
            published(report).lines().forEach(line -> out.println("  " + line));
        }
        out.flush();
    }

    private static Table published(TraceReport report) {
        List<String> header = new ArrayList<>(List.of(""));
        PublishedResults.ASKED.forEach(asked -> header.add("%.0f %%".formatted(PERCENT * asked)));
        Table table = new Table(header.toArray(String[]::new));
        for (TraceReport.Line line : report.lines()) {
            List<String> cells = new ArrayList<>(List.of(line.policy().text()));
            PublishedResults.ASKED.forEach(
                    asked -> cells.add(percent(line.at(asked).allocatedShare())));
            table.row(cells.toArray());
        }
        for (PublishedResults.Line line : report.published()) {
            List<String> cells = new ArrayList<>(List.of(line.policy() + " (published)"));
            line.allocatedPercent().forEach(share -> cells.add("%.1f".formatted(share)));
            table.row(cells.toArray());
        }
        return table;
    }

    private static String percent(double share) {
        return "%.1f".formatted(PERCENT * share);
    }

    /** Writes the page. */
    static void write(TraceReport report, Path file) {
        try {
            Files.writeString(file, TracePage.of(report));
        } catch (IOException e) {
            throw new CannotRunException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
