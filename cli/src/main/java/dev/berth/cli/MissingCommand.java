package dev.berth.cli;

import dev.berth.cli.process.OptionalModule;
import dev.berth.terminal.CannotRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands for a command whose module this download does not have, and says so. */
@Command(hidden = true, header = "Not in this download.")
final class MissingCommand implements Callable<Integer> {
    private final String name;
    private final List<OptionalModule> modules;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    MissingCommand(String name, List<OptionalModule> modules) {
        this.name = name;
        this.modules = modules;
    }

    @Override
    public Integer call() {
        String missing = String.join(
                " and the ",
                modules.stream()
                        .filter(module -> !module.isHere())
                        .map(module -> module.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw new CannotRunException("berth " + name + " needs the " + missing + " module, which this download does "
                + "not have; the jars in lib/extra of the whole one are all that it has more");
    }
}
