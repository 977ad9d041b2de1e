package dev.berth.ledger.whatif;

import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.scenario.CommandReader;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A region and a hypothesis on it, written as scenarios are. */
final class WhatIfText {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");

    private final Symbols symbols = new Symbols();
    private final CommandReader reader = new CommandReader(symbols);
    private int number;

    /** The region after these commands, all of which are accepted. */
    RegionView region(String lines) {
        RegionFold fold = RegionFold.of(RegionView.empty(Region.DEFAULT));
        for (String line : lines.lines().toList()) {
            Position next = new Position(0, number, 1_000L * number);
            RegionFold.Taken taken = fold.take(new LogEntry.Readable(next, reader.read(id(), line), Sha256.NONE));
            taken.decisions().get(0).outcome().refusal().ifPresent(refusal -> {
                throw new IllegalStateException("expected " + line + " to be accepted but got " + refusal);
            });
            fold = taken.after();
        }
        return fold.view();
    }

    Hypothesis hypothesis(RegionView base, String lines) {
        Hypothesis hypothesis = Hypothesis.of(base);
        for (String line : lines.lines().toList()) {
            hypothesis = hypothesis.with(reader.read(id(), line), 0);
        }
        return hypothesis;
    }

    private CommandId id() {
        return new CommandId(new UUID(1, number++));
    }

    /** A line for each thing that is stranded, with the names of the scenario and in their order. */
    String stranded(Hypothesis hypothesis) {
        String lines = StrandedHoldings.by(hypothesis).stream()
                .map(holding -> holding.consumer() + " " + holding.cause() + " " + holding.provider()
                        + holding.resourceClass()
                                .map(name -> " " + name.name() + " " + holding.held() + " of " + holding.used() + "/"
                                        + holding.capacity())
                                .orElse("")
                        + holding.device().map(device -> " " + device).orElse(""))
                .collect(Collectors.joining("\n"));
        return ID.matcher(lines)
                .replaceAll(id -> symbols.name(id.group()))
                .lines()
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
