package dev.berth.ledger.scenario;

import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.command.LogEntry;
import dev.berth.events.decision.Decision;
import dev.berth.events.decision.Outcome;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Consumer;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.claim.HostCells;
import dev.berth.ledger.state.RegionView;
import dev.berth.ledger.state.StandingReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One scenario being played, line by line; {@link ScenariosTest} documents the language. For one thread. */
final class Scenario {
    private static final String ARROW = "->";
    private static final String MALFORMED = "malformed ";

    private final Symbols symbols = new Symbols();
    private final CommandReader reader = new CommandReader(symbols);
    private final StateWriter writer = new StateWriter(symbols);
    private final List<Decision> decisions = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private RegionView view = RegionView.empty(Region.DEFAULT);
    private Function<Position, LogEntry> last;
    private int offset;

    static Scenario play(List<String> lines) {
        Scenario scenario = new Scenario();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                scenario.play(i + 1, line);
            }
        }
        return scenario;
    }

    /** What was decided, in order. */
    List<Decision> decisions() {
        return decisions;
    }

    /** What it came to. */
    List<Outcome> outcomes() {
        return decisions.stream().map(Decision::outcome).toList();
    }

    /** What was not as the scenario says, a line each. */
    List<String> failures() {
        return failures;
    }

    RegionView view() {
        return view;
    }

    private void play(int number, String line) {
        int arrow = line.indexOf(ARROW);
        if (arrow < 0) {
            throw new IllegalArgumentException("expected \"->\" in line " + number + ": " + line);
        }
        String left = line.substring(0, arrow).strip();
        String expected = String.join(
                " ", new Words(line.substring(arrow + ARROW.length())).rest().toList());
        String actual = isQuestion(left) ? answer(left) : decide(left, expected);
        if (!actual.equals(expected)) {
            failures.add("line " + number + ": " + left + "\n  expected " + expected + "\n  but got  " + actual);
        }
    }

    private static boolean isQuestion(String left) {
        return left.startsWith("show ")
                || left.startsWith("holds ")
                || left.startsWith("vouches ")
                || left.startsWith("fields ")
                || left.startsWith("offered ")
                || left.startsWith("explained ")
                || left.startsWith("stands ")
                || left.startsWith("enrolled ")
                || left.startsWith("drained ")
                || left.startsWith("where ")
                || left.startsWith("devices ")
                || left.startsWith("pools ")
                || left.startsWith("placement ")
                || left.startsWith("cells ")
                || left.startsWith("knows ");
    }

    private String answer(String question) {
        Words words = new Words(question);
        String verb = words.next();
        String name = words.next();
        return switch (verb) {
            case "show" ->
                view.provider(symbols.provider(name))
                        .map(provider -> writer.provider(view, provider))
                        .orElse("absent");
            case "holds" ->
                view.consumer(symbols.consumer(name)).map(writer::consumer).orElse("absent");
            case "devices" -> writer.devices(view.devices().of(symbols.provider(name)));
            case "pools" -> writer.pools(view.devices().of(symbols.provider(name)));
            case "placement" ->
                view.consumer(symbols.consumer(name))
                        .flatMap(Consumer::placement)
                        .map(placement -> CellWords.placement(symbols, placement))
                        .orElse("none");
            case "cells" -> CellWords.used(HostCells.of(view, symbols.provider(name)));
            case "fields" -> InventoryWords.fields(view, symbols.provider(name), ResourceClass.of(words.next()));
            case "offered" -> OfferWords.offered(view, symbols, question.substring("offered ".length()));
            case "explained" -> OfferWords.explained(view, question.substring("explained ".length()));
            case "stands" ->
                StandingReport.of(view, symbols.provider(name))
                        .map(standing -> writer.standing(standing.report()))
                        .orElse("absent");
            case "drained" ->
                view.drain(symbols.provider(name))
                        .map(drain -> "for " + drain.reason() + (drain.wasDisabled() ? " disabled besides" : ""))
                        .orElse("no");
            case "where" -> writer.candidates(view, new Words(question));
            case "enrolled" -> writer.enrolled(view, symbols.provider(name));
            case "vouches" ->
                view.hostReport(symbols.provider(name)).map(writer::vouched).orElse("absent");
            default -> view.isKnown(ResourceClass.of(name)) || view.isKnown(Trait.of(name)) ? "yes" : "no";
        };
    }

    private String decide(String left, String expected) {
        if (Crowds.isCrowd(left)) {
            List<Command> commands = new Crowds(symbols).read(left);
            commands.subList(0, commands.size() - 1).forEach(command -> decide(readable(command)));
            last = readable(commands.get(commands.size() - 1));
        } else if (!left.equals("again")) {
            CommandId id = symbols.command("line " + offset);
            last = left.startsWith(MALFORMED) ? malformed(id, left) : readable(reader.read(id, left));
        }
        return asFarAsAsked(writer.outcome(decide(last)), expected);
    }

    private Outcome decide(Function<Position, LogEntry> entry) {
        Ledger.Step step = Ledger.apply(view, entry.apply(new Position(0, offset, 1000L * offset)));
        offset++;
        view = step.after();
        decisions.add(step.decision());
        return step.decision().outcome();
    }

    private static Function<Position, LogEntry> readable(Command command) {
        return position -> new LogEntry.Readable(position, command, Sha256.NONE);
    }

    private static Function<Position, LogEntry> malformed(CommandId id, String line) {
        String reason = line.substring(MALFORMED.length());
        return position -> new LogEntry.Malformed(position, id, CommandKind.CREATE_PROVIDER, reason, Sha256.NONE);
    }

    /** The outcome with the generations that the line asks for, and of a refusal only those facts. */
    private String asFarAsAsked(String outcome, String expected) {
        Words said = new Words(expected);
        List<String> facts = new Words(outcome).rest().toList();
        List<String> answer = new ArrayList<>(List.of(facts.get(0)));
        if (!said.isAtEnd()) {
            said.next();
        }
        said.rest().forEach(word -> {
            if (word.contains("@") && !word.contains("=")) {
                String symbol = word.substring(0, word.indexOf('@'));
                answer.add(symbol + "@" + writer.generation(view, symbol));
            } else {
                String name = word.substring(0, word.indexOf('=') + 1);
                facts.stream().filter(fact -> fact.startsWith(name)).forEach(answer::add);
            }
        });
        return String.join(" ", answer);
    }
}
