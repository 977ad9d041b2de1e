package dev.berth.cli.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.Table;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.simulator.workload.OperationSummary;
import dev.berth.simulator.workload.WorkloadReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows what a simulation came to: tables for people, one JSON object for programs. */
final class SimulationOutput {
    private static final int DIFFERENCES_SHOWN = 20;

    private SimulationOutput() {}

    static void print(List<SimulationRound> rounds, PrintWriter out) {
        for (SimulationRound round : rounds) {
            WorkloadReport report = round.report();
            out.printf(
                    "%d client%s, %.1f s, seed %d%n",
                    report.spec().clients(),
                    report.spec().clients() == 1 ? "" : "s",
                    seconds(report),
                    report.spec().seed());
            table(report).lines().forEach(line -> out.println("  " + line));
            printWrongs(round, out);
            out.println();
        }
        out.flush();
    }

    private static Table table(WorkloadReport report) {
        Table table = new Table("", "granted", "refused", "per s", "p50 ms", "p90 ms", "p99 ms", "max ms");
        for (OperationSummary line : report.operations()) {
            table.row(
                    line.operation().label(),
                    "%,d".formatted(line.granted()),
                    "%,d".formatted(line.refused()),
                    "%,.0f".formatted(line.perSecond()),
                    "%.2f".formatted(line.p50Ms()),
                    "%.2f".formatted(line.p90Ms()),
                    "%.2f".formatted(line.p99Ms()),
                    "%.1f".formatted(line.maxMs()));
        }
        return table;
    }

    private static void printWrongs(SimulationRound round, PrintWriter out) {
        WorkloadReport report = round.report();
        if (report.withoutCandidates() > 0) {
            out.printf(
                    "  no candidates for %s: the fleet was full%n",
                    CountText.of(report.withoutCandidates(), "request"));
        }
        if (report.lost() > 0) {
            out.printf("  LOST: %s had no answer%n", CountText.of(report.lost(), "request"));
        }
        if (!report.isAsExpected()) {
            out.printf("  WRONG: %s must not be, such as%n", CountText.of(report.complaintCount(), "answer"));
            report.complaints().forEach(complaint -> out.println("    " + Printable.of(complaint)));
        }
        if (round.differences().isEmpty()) {
            out.printf(
                    "  all agrees: %s and every usage read back as granted%n", CountText.of(report.held(), "consumer"));
        } else {
            out.printf(
                    "  WRONG: %s between grants and what is read back%n",
                    CountText.of(round.differences().size(), "difference"));
            round.differences().stream()
                    .limit(DIFFERENCES_SHOWN)
                    .forEach(difference -> out.println("    " + Printable.of(difference)));
        }
    }

    static ObjectNode json(List<SimulationRound> rounds) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("rounds");
        rounds.forEach(round -> list.add(json(round)));
        return json.put("right", rounds.stream().allMatch(SimulationRound::isRight));
    }

    private static ObjectNode json(SimulationRound round) {
        WorkloadReport report = round.report();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("clients", report.spec().clients())
                .put("seed", report.spec().seed())
                .put("seconds", seconds(report))
                .put("held", report.held())
                .put("without_candidates", report.withoutCandidates())
                .put("lost", report.lost());
        ObjectNode operations = json.putObject("operations");
        report.operations()
                .forEach(line -> operations
                        .putObject(line.operation().name().toLowerCase(Locale.ROOT))
                        .put("granted", line.granted())
                        .put("refused", line.refused())
                        .put("unexpected", line.unexpected())
                        .put("lost", line.lost())
                        .put("per_second", line.perSecond())
                        .put("p50_ms", line.p50Ms())
                        .put("p90_ms", line.p90Ms())
                        .put("p99_ms", line.p99Ms())
                        .put("max_ms", line.maxMs()));
        ArrayNode complaints = json.putArray("complaints");
        report.complaints().forEach(complaints::add);
        ArrayNode differences = json.putArray("differences");
        round.differences().forEach(difference -> differences.add(difference.toString()));
        return json;
    }

    private static double seconds(WorkloadReport report) {
        return report.wall().toNanos() / 1e9;
    }
}
