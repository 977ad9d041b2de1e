package dev.berth.ledger.scenario;

import dev.berth.events.command.Command;
import dev.berth.events.decision.Outcome;
import dev.berth.events.event.Event;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.state.RegionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A log whose decisions are frozen: what was released decides it the same for ever. A directory holds its commands, one
 * a line in the language of scenarios; its decisions, each with the digest of the region after it, so that the first
 * line that differs is the command that is decided differently now; and the digest of the end by section.
 */
final class GoldenLog {
    private static final int DIGEST_PREFIX = 16;

    private final List<String> decisions = new ArrayList<>();
    private RegionView view = RegionView.empty(Region.DEFAULT);

    private GoldenLog() {}

    /** Decides the commands of a directory by the rules as they are now. */
    static GoldenLog decide(Path directory) throws IOException {
        Symbols symbols = new Symbols();
        CommandReader reader = new CommandReader(symbols);
        StateWriter writer = new StateWriter(symbols);
        GoldenLog log = new GoldenLog();
        Optional<Command> last = Optional.empty();
        List<String> lines = Files.readAllLines(directory.resolve("commands.txt"));
        for (int i = 0; i < lines.size(); i++) {
            Command command = lines.get(i).equals("again")
                    ? last.orElseThrow()
                    : reader.read(symbols.command("line " + i), lines.get(i));
            log.take(i, command, writer);
            last = Optional.of(command);
        }
        return log;
    }

    private void take(int i, Command command, StateWriter writer) {
        Ledger.Step step = Ledger.apply(view, RandomCommands.position(i), command);
        view = step.after();
        Outcome outcome = step.decision().outcome();
        String kinds =
                outcome.events().stream().map(Event::kind).map(Enum::name).collect(Collectors.joining(",", " ", ""));
        decisions.add(writer.outcome(outcome) + (kinds.isBlank() ? "" : kinds) + " "
                + StateDigest.of(view).whole().substring(0, DIGEST_PREFIX));
    }

    List<String> decisions() {
        return decisions;
    }

    List<String> digest() {
        return StateDigest.of(view).sections().entrySet().stream()
                .map(section -> section.getKey() + " " + section.getValue())
                .toList();
    }

    /** Writes down what the rules as they are now make of the commands of a directory, in place of what stood there. */
    static void record(Path directory) throws IOException {
        GoldenLog log = decide(directory);
        Files.write(directory.resolve("decisions.txt"), log.decisions());
        Files.write(directory.resolve("digest.txt"), log.digest());
    }

    /** Makes a new golden log out of random commands: directory, seed, length. There must be none of that name. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectory(Path.of(arguments[0]));
        Symbols symbols = new Symbols();
        CommandWriter writer = new CommandWriter(symbols);
        List<String> lines = new ArrayList<>();
        Optional<Command> last = Optional.empty();
        int length = Integer.parseInt(arguments[2]);
        for (Command command : RandomCommands.log(Long.parseLong(arguments[1]), length, symbols)) {
            lines.add(last.equals(Optional.of(command)) ? "again" : writer.write(command));
            last = Optional.of(command);
        }
        Files.write(directory.resolve("commands.txt"), lines);
        record(directory);
    }
}
