package dev.berth.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The commands that a page of docs/ prints, in their order: each block of {@code bash} as a whole, and in a block
 * without a language each command after "$ " with what stands below it, its output, and in a block of {@code json}
 * behind it. They are run by one shell, as a reader would.
 */
public final class DocPage {
    private static final String PRINTED_ADDRESS = "http://127.0.0.1:8778";
    private static final String FENCE = "```";
    private static final String SECTION = "## ";
    private static final String PROMPT = "$ ";
    private static final String END_OF_COMMAND = "@@@ end of command";
    private static final int TIMEOUT_SECONDS = 120;

    private final String address;
    private final List<Command> commands;

    /**
     * One command, or a block of them.
     *
     * @param text what is typed
     * @param output what the page says comes out; empty if it says nothing
     * @param json what the page says of the output in a block of its own, which may leave out some fields; empty if
     *     it says nothing
     */
    public record Command(String text, String output, String json) {}

    /** A command with what really came out. */
    record Ran(Command command, String output) {}

    private DocPage(String address, List<Command> commands) {
        this.address = address;
        this.commands = commands;
    }

    /**
     * The page of that name, for a service at this address in the place of the one that pages print and that is
     * berth's default.
     */
    public static DocPage read(String name, String address) throws IOException {
        return read(name, address, section -> true);
    }

    /** As above, with the commands of some of its sections alone, by their headings. */
    static DocPage read(String name, String address, Predicate<String> sections) throws IOException {
        List<Command> commands = new ArrayList<>();
        String language = null;
        String section = "";
        List<String> block = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs", name))) {
            if (language == null && line.startsWith(SECTION)) {
                section = line.substring(SECTION.length());
            }
            if (!sections.test(section)) {
                continue;
            }
            if (!line.startsWith(FENCE)) {
                block.add(line.replace(PRINTED_ADDRESS, address));
            } else if (language == null) {
                language = line.substring(FENCE.length());
                block.clear();
            } else {
                if (language.equals("bash")) {
                    commands.add(new Command(String.join("\n", block), "", ""));
                } else if (language.equals("json")) {
                    Command last = commands.remove(commands.size() - 1);
                    commands.add(new Command(last.text(), last.output(), String.join("\n", block)));
                } else if (language.isEmpty()
                        && !block.isEmpty()
                        && block.get(0).startsWith(PROMPT)) {
                    addConsole(commands, block);
                }
                language = null;
            }
        }
        return new DocPage(address, commands);
    }

    private static void addConsole(List<Command> commands, List<String> block) {
        List<String> typed = new ArrayList<>();
        List<String> output = new ArrayList<>();
        for (String line : block) {
            if (line.startsWith(PROMPT)) {
                add(commands, typed, output);
                typed.add(line.substring(PROMPT.length()));
            } else if (isUnfinished(String.join("\n", typed))) {
                typed.add(line);
            } else {
                output.add(line);
            }
        }
        add(commands, typed, output);
    }

    private static void add(List<Command> commands, List<String> typed, List<String> output) {
        if (!typed.isEmpty()) {
            commands.add(new Command(
                    String.join("\n", typed), String.join("\n", output).strip(), ""));
        }
        typed.clear();
        output.clear();
    }

    /** Whether a shell would wait for more: a quote is open, or the line goes on. */
    private static boolean isUnfinished(String text) {
        return text.endsWith("\\")
                || text.chars().filter(character -> character == '\'').count() % 2 == 1;
    }

    public List<Command> commands() {
        return commands;
    }

    /** Runs commands one after the other in a shell of their own. */
    List<Ran> run(List<Command> commands) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("""
                run() { '%s' -Dlogback.configurationFile=logback.xml -cp '%s' dev.berth.cli.Berth "$@"; }
                berth() { case "$*" in *--url*) run "$@";; *) run "$@" --url '%s';; esac; }
                """.formatted(
                        ProcessHandle.current().info().command().orElseThrow(), BerthProcess.classPath(), address));
        for (Command command : commands) {
            script.append(command.text())
                    .append("\nprintf '\\n%s\\n' '")
                    .append(END_OF_COMMAND)
                    .append("'\n");
        }
        Process shell =
                new ProcessBuilder("bash", "-s").redirectErrorStream(true).start();
        try (var input = shell.outputWriter(StandardCharsets.UTF_8)) {
            input.write(script.toString());
        }
        String all = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!shell.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
            throw new IllegalStateException("expected the commands to end within " + TIMEOUT_SECONDS + " s");
        }
        String[] outputs = all.split("\n" + END_OF_COMMAND + "\n", -1);
        List<Ran> ran = new ArrayList<>();
        for (int at = 0; at < commands.size(); at++) {
            ran.add(new Ran(commands.get(at), at < outputs.length ? outputs[at].strip() : ""));
        }
        return ran;
    }
}
