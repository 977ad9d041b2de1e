package dev.berth.cli.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.Table;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.simulator.load.ClaimLoadReport;
import dev.berth.simulator.load.LoadLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows what claims alone came to: tables for people, one JSON object for programs. */
final class ClaimsOutput {
    private ClaimsOutput() {}

    static void print(List<ClaimLoadReport> reports, PrintWriter out) {
        for (ClaimLoadReport report : reports) {
            out.printf(
                    "%s, %s, %.1f s, seed %d%n",
                    CountText.of(report.spec().clients(), "client"),
                    CountText.of(report.spec().providers().size(), "host"),
                    seconds(report),
                    report.spec().seed());
            table(report).lines().forEach(line -> out.println("  " + line));
            report.cpuMicrosPerClaim()
                    .ifPresent(micros -> out.printf(
                            "  %,.0f µs of the service's CPU for each %s%n",
                            micros, report.spec().isHeld() ? "claim" : "claim and its release"));
            report.complaints().forEach(complaint -> out.println("  WRONG: " + Printable.of(complaint)));
            out.println();
        }
        out.flush();
    }

    private static Table table(ClaimLoadReport report) {
        Table table = new Table("", "done", "per s", "p50 ms", "p99 ms", "max ms", "put off", "its p99 ms", "lost");
        for (LoadLine line : report.lines()) {
            table.row(
                    line.kind().label(),
                    "%,d".formatted(line.done()),
                    "%,.0f".formatted(line.perSecond()),
                    "%.2f".formatted(line.p50Ms()),
                    "%.2f".formatted(line.p99Ms()),
                    "%.1f".formatted(line.maxMs()),
                    "%,d".formatted(line.putOff()),
                    "%.2f".formatted(line.putOffP99Ms()),
                    "%,d".formatted(line.lost()));
        }
        return table;
    }

    static ObjectNode json(List<ClaimLoadReport> reports) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("rounds");
        reports.forEach(report -> list.add(json(report)));
        return json.put("right", reports.stream().allMatch(ClaimLoadReport::isRight));
    }

    private static ObjectNode json(ClaimLoadReport report) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("clients", report.spec().clients())
                .put("readers", report.spec().readers())
                .put("hosts", report.spec().providers().size())
                .put("rate", report.spec().claimsPerSecond())
                .put("held", report.spec().isHeld())
                .put("seed", report.spec().seed())
                .put("seconds", seconds(report));
        report.cpuMicrosPerClaim().ifPresent(micros -> json.put("cpu_micros_per_claim", micros));
        ObjectNode kinds = json.putObject("requests");
        report.lines()
                .forEach(line -> kinds.putObject(line.kind().name().toLowerCase(Locale.ROOT))
                        .put("done", line.done())
                        .put("put_off", line.putOff())
                        .put("unexpected", line.unexpected())
                        .put("lost", line.lost())
                        .put("per_second", line.perSecond())
                        .put("p50_ms", line.p50Ms())
                        .put("p99_ms", line.p99Ms())
                        .put("max_ms", line.maxMs())
                        .put("put_off_p99_ms", line.putOffP99Ms()));
        ArrayNode complaints = json.putArray("complaints");
        report.complaints().forEach(complaints::add);
        return json;
    }

    private static double seconds(ClaimLoadReport report) {
        return report.wall().toNanos() / 1e9;
    }
}
