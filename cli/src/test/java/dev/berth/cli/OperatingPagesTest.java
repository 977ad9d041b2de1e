package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.berth.events.decision.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * Every command of berth that the pages on operating and on errors name is one that berth takes, with its options; what
 * a backup, a restore and a bundle do is tried in tests of their own.
 */
class OperatingPagesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```[a-z]*\\n(.*?)^ *```");
    private static final Pattern INLINE = Pattern.compile("`(berth [^`]+)`");
    private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");
    private static final String ANY_UUID = "35791f28-fb45-4717-9ea9-435b3ef7c3b3";

    @Test
    void nameOnlyCommandsAndOptionsThatThereAre() throws IOException {
        List<String> wrong = new ArrayList<>();
        int commands = 0;
        CommandLine berth = Berth.commandLine();
        for (Path page : pages()) {
            for (String command : commands(Files.readString(page))) {
                commands++;
                try {
                    berth.parseArgs(words(command));
                } catch (MissingParameterException abridged) {
                    // A command is named without all that it needs.
                } catch (ParameterException e) {
                    wrong.add(page.getFileName() + ": " + command + ": " + e.getMessage());
                }
            }
        }
        assertThat(commands).isGreaterThan(60);
        assertThat(wrong).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(DOCS.resolve("release.md")));
        for (String directory : List.of("operating", "errors")) {
            try (Stream<Path> files = Files.list(DOCS.resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        assertThat(pages).hasSizeGreaterThan(12);
        return pages;
    }

    /** Lines of blocks, and code in the text; that with more than names in it, such as an ellipsis, is none. */
    private static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        Matcher block = FENCED.matcher(page);
        while (block.find()) {
            Splitter.on('\n')
                    .trimResults()
                    .splitToStream(block.group(1).replaceAll("\\\\\\n\\s*", ""))
                    .filter(line -> line.startsWith("berth "))
                    .forEach(commands::add);
        }
        Matcher code = INLINE.matcher(FENCED.matcher(page).replaceAll(""));
        while (code.find()) {
            commands.add(code.group(1).replaceAll("\\s+", " "));
        }
        commands.removeIf(command -> command.contains("…") || command.contains("COMMAND") || command.contains(": "));
        return commands;
    }

    private static String[] words(String command) {
        return WORD.matcher(command.replaceAll(" #.*", ""))
                .results()
                .skip(1)
                .map(word -> word.group()
                        .replace("'", "")
                        .replace("UUID", ANY_UUID)
                        .replace("NAME", Rejection.CAPACITY_EXCEEDED.name()))
                .toArray(String[]::new);
    }
}
