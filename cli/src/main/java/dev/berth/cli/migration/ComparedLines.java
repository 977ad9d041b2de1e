package dev.berth.cli.migration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.berth.cli.output.PrintOptions;
import dev.berth.cli.placement.FactDifference;
import dev.berth.cli.placement.RegionFacts;
import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** What came of comparing Berth with another Placement, for people and for programs. */
record ComparedLines(
        String peer, RegionFacts read, ImmutableList<FactDifference> differences, ImmutableList<String> moved) {
    /** Lines that people are shown of each kind; the JSON has more. */
    private static final int SHOWN_MAX = 100;

    private static final int LISTED_MAX = 10_000;

    /** A headline with the first of its lines. */
    static String of(String headline, List<String> lines) {
        String shown = lines.stream()
                .limit(SHOWN_MAX)
                .map(line -> "\n  " + Printable.of(line))
                .collect(Collectors.joining());
        return headline + shown + (lines.size() > SHOWN_MAX ? "\n  and " + (lines.size() - SHOWN_MAX) + " more" : "");
    }

    /** Adds the comparison to what else is to be said, and prints it. */
    void show(ObjectNode json, PrintOptions print) {
        json.putObject("read")
                .put("providers", read.providers().size())
                .put("consumers", read.consumers().size());
        json.put("differences", differences.size());
        ArrayNode list = json.putArray("first_differences");
        differences.stream()
                .limit(LISTED_MAX)
                .forEach(each -> list.addObject()
                        .put("subject", each.subject().words())
                        .put("field", each.field())
                        .put("there", each.there())
                        .put("here", each.here()));
        ArrayNode changes = json.putArray("changed_meanwhile");
        moved.stream().limit(LISTED_MAX).forEach(changes::add);
        print.show(json, out -> {
            out.println("Read " + CountText.of(read.providers().size(), "provider") + " and "
                    + CountText.of(read.consumers().size(), "consumer") + ".");
            json.properties().stream()
                    .filter(field ->
                            field.getValue().isObject() && !field.getKey().equals("read"))
                    .forEach(field -> out.println(counts(field.getKey(), (ObjectNode) field.getValue())));
            if (!moved.isEmpty()) {
                out.println(of(
                        CountText.of(moved.size(), "thing")
                                + " changed meanwhile; stop what writes there and run this again:",
                        moved));
            }
            out.println(
                    differences.isEmpty()
                            ? "Compared with " + peer + ": the same."
                            : json.path("dry_run").asBoolean()
                                    ? "Compared with " + peer + ": " + CountText.of(differences.size(), "difference")
                                            + "; --json lists them."
                                    : of(
                                            "Compared with " + peer + ": "
                                                    + CountText.of(differences.size(), "difference") + ".",
                                            differences.stream()
                                                    .map(FactDifference::toString)
                                                    .toList()));
        });
    }

    private static String counts(String what, ObjectNode counts) {
        String all = counts.properties().stream()
                .filter(count -> count.getValue().asLong() > 0)
                .map(count -> count.getValue().asLong() + " " + count.getKey().replace('_', ' '))
                .collect(Collectors.joining(", "));
        String words = what.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ": " + (all.isEmpty() ? "nothing" : all)
                + ".";
    }
}
