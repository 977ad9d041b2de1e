package dev.berth.cli.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.Table;
import dev.berth.events.model.Printable;
import dev.berth.simulator.chaos.FaultKind;
import dev.berth.simulator.chaos.Operation;
import dev.berth.simulator.history.Violation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows what chaos came to: tables for people, one JSON object for programs. */
final class ChaosOutput {
    private static final int VIOLATIONS_SHOWN = 20;

    private ChaosOutput() {}

    static void print(ChaosOutcome outcome, PrintWriter out) {
        Table faults = new Table("fault", "cycles", "recovery p50 s", "max s");
        byKind(outcome).forEach((kind, cycles) -> {
            double[] seconds = seconds(cycles);
            faults.row(
                    kind.label(),
                    cycles.size(),
                    "%.1f".formatted(seconds[seconds.length / 2]),
                    "%.1f".formatted(seconds[seconds.length - 1]));
        });
        faults.lines().forEach(out::println);
        out.println();
        Table operations = new Table("operation", "count", "results");
        for (Operation operation : Operation.values()) {
            Map<String, Long> results = outcome.tally().of(operation);
            operations.row(
                    label(operation),
                    "%,d"
                            .formatted(results.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()),
                    results.entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .collect(Collectors.joining(", ")));
        }
        operations.lines().forEach(out::println);
        out.println();
        out.printf(
                "seed %d, %d brokers, %d instances, %.1f min: %,d cycles, %,d operations, %,d violations%n",
                outcome.seed(),
                outcome.layout().brokers(),
                outcome.layout().instances(),
                outcome.tookNs() / 60e9,
                outcome.cycles().size(),
                outcome.tally().all(),
                outcome.violationCount());
        outcome.audit().lines().forEach(line -> out.println("audit: " + Printable.of(line)));
        if (!outcome.isRight()) {
            printViolations(outcome, out);
        }
        out.flush();
    }

    private static void printViolations(ChaosOutcome outcome, PrintWriter out) {
        out.println();
        out.println("faults, in order:");
        outcome.cycles().forEach(cycle -> out.println("  " + Printable.of(cycle)));
        outcome.violations().stream().limit(VIOLATIONS_SHOWN).forEach(violation -> {
            out.println("VIOLATION " + Printable.of(violation));
            violation.calls().forEach(call -> out.println("    " + Printable.of(call)));
        });
        out.printf("data and logs are in %s%n", Printable.of(outcome.dir()));
    }

    static ObjectNode json(ChaosOutcome outcome) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("seed", outcome.seed())
                .put("brokers", outcome.layout().brokers())
                .put("instances", outcome.layout().instances())
                .put("seconds", outcome.tookNs() / 1e9)
                .put("operations", outcome.tally().all());
        ObjectNode results = json.putObject("results");
        for (Operation operation : Operation.values()) {
            ObjectNode each = results.putObject(operation.name().toLowerCase(Locale.ROOT));
            outcome.tally().of(operation).forEach(each::put);
        }
        ArrayNode cycles = json.putArray("cycles");
        outcome.cycles()
                .forEach(cycle -> cycles.addObject()
                        .put("fault", cycle.fault().kind().label())
                        .put("instance", cycle.fault().instance())
                        .put("broker", cycle.fault().broker())
                        .put("milliseconds", cycle.fault().ms())
                        .put("number", cycle.fault().number())
                        .put("after", cycle.fault().isAfter())
                        .put("note", cycle.note())
                        .put("at_seconds", cycle.beganNs() / 1e9)
                        .put("recovery_seconds", cycle.recoverySeconds())
                        .put("starts_again", cycle.startsAgain()));
        json.put("audit", outcome.audit()).put("violation_count", outcome.violationCount());
        ArrayNode violations = json.putArray("violations");
        for (Violation violation : outcome.violations()) {
            ObjectNode each = violations
                    .addObject()
                    .put("kind", violation.kind().name().toLowerCase(Locale.ROOT))
                    .put("at_seconds", violation.atNs() / 1e9)
                    .put("text", violation.text());
            ArrayNode calls = each.putArray("calls");
            violation.calls().forEach(calls::add);
        }
        if (!outcome.isRight()) {
            json.put("data", outcome.dir().toString());
        }
        return json;
    }

    private static Map<FaultKind, List<Cycle>> byKind(ChaosOutcome outcome) {
        return outcome.cycles().stream()
                .collect(Collectors.groupingBy(cycle -> cycle.fault().kind(), TreeMap::new, Collectors.toList()));
    }

    private static double[] seconds(List<Cycle> cycles) {
        return cycles.stream().mapToDouble(Cycle::recoverySeconds).sorted().toArray();
    }

    private static String label(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
