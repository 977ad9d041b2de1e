package dev.berth.auditor;

import dev.berth.events.model.CountText;
import dev.berth.events.model.Printable;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.candidate.explain.Explanation.Miss;
import dev.berth.ledger.candidate.result.Candidates.Cut;
import dev.berth.ledger.history.Alternatives.Alternative;
import dev.berth.ledger.history.Alternatives.Share;
import dev.berth.ledger.history.HistoryValues;
import dev.berth.ledger.history.Holding;
import dev.berth.ledger.history.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a consumer has what it has, for people and for programs. Any thread. */
public final class WhyText {
    private WhyText() {}

    /** Several lines. */
    public static String of(Why why) {
        List<String> lines = new ArrayList<>();
        lines.add("consumer " + why.consumer());
        lines.add("command  " + HistoryText.head(why.position()) + why.commandKind()
                + HistoryText.because(why.reason()) + "  "
                + why.origin().map(OriginText::of).orElse("sender not told"));
        lines.add("state    " + why.decidedIn().map(at -> "as after " + at).orElse("empty: it was the first command"));
        add(lines, "has", why.has());
        add(lines, "had", why.had());
        for (Why.Other other : why.others()) {
            lines.add("beside   consumer " + other.consumer());
            add(lines, "  has", other.has());
            add(lines, "  had", other.had());
        }
        if (why.otherCount() > why.others().size()) {
            lines.add("beside   " + CountText.of(why.otherCount() - why.others().size(), "consumer") + " more");
        }
        if (!why.has().devices().isEmpty()) {
            lines.add("devices  chosen " + Why.DEVICE_ORDER);
            why.freeDevices().forEach((host, count) -> lines.add("         host " + host + " had " + count + " free"));
        }
        addAlternatives(lines, why);
        addMisses(lines, why);
        return String.join(System.lineSeparator(), lines);
    }

    /** A line for each provider, each device and the cells of what is held. */
    static void add(List<String> lines, String name, Holding held) {
        String head = "%-8s ".formatted(name);
        if (held.isNothing()) {
            lines.add(head + "nothing");
        }
        held.allocations()
                .forEach((provider, amounts) -> lines.add(head + amounts(amounts) + " of "
                        + Printable.of(held.names().getOrDefault(provider, "")) + " (" + provider + ")"));
        held.devices()
                .forEach(device -> lines.add(head + "device " + device.address() + " of host " + device.host()
                        + device.request()
                                .map(request -> " for " + Printable.of(request))
                                .orElse("")));
        held.placement()
                .ifPresent(placed -> lines.add(head + "cells "
                        + placed.cells().stream()
                                .map(cell -> Integer.toString(cell.hostCell()))
                                .collect(Collectors.joining(", "))
                        + " of host " + placed.host()));
    }

    private static void addAlternatives(List<String> lines, Why why) {
        List<Alternative> first = why.alternatives().first();
        Optional<Cut> cut = why.alternatives().cut();
        if (first.isEmpty()) {
            cut.ifPresent(bound -> lines.add("possible then: none found; the search took too long and was cut off"));
            return;
        }
        lines.add("possible then, of the same amounts, in the order of the API:");
        for (Alternative each : first) {
            lines.add((each.isChosen() ? "  * " : "    ")
                    + each.shares().stream().map(WhyText::share).collect(Collectors.joining(" and ")));
        }
        if (cut.isPresent()) {
            lines.add("    and perhaps more: the search took too long and was cut off");
        } else if (why.alternatives().areMore()) {
            lines.add("    and more");
        }
        lines.add(
                first.stream().anyMatch(Alternative::isChosen)
                        ? "  * is what it got"
                        : "  what it got is not among these");
    }

    private static void addMisses(List<String> lines, Why why) {
        List<Miss> misses = why.alternatives().misses();
        if (!misses.isEmpty()) {
            lines.add("no candidates then, the nearest first:");
        }
        for (Miss miss : misses) {
            lines.add("    " + Printable.of(miss.rootName()) + " (" + miss.root() + ")");
            miss.lacks()
                    .forEach(lack ->
                            lines.add("      " + Printable.of(lack.providerName()) + " " + Printable.of(lack.text())));
        }
        if (why.alternatives().treesLeftOut() > 0) {
            lines.add("    not looked at: " + CountText.of(why.alternatives().treesLeftOut(), "host")
                    + ", for that would have taken too long");
        }
    }

    private static String share(Share share) {
        return Printable.of(share.name()) + " (" + share.provider() + ") " + amounts(share.taken()) + ", free "
                + amounts(share.free());
    }

    private static String amounts(Map<ResourceClass, Long> amounts) {
        return amounts.entrySet().stream()
                .map(amount -> amount.getKey() + "=" + amount.getValue())
                .collect(Collectors.joining(" "));
    }

    /** One JSON object on one line. */
    public static String json(Why why) {
        return JsonLines.oneLine(HistoryValues.of(why));
    }
}
