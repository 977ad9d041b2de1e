package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BerthTest {
    @Test
    void showsHelpWhenNothingIsAsked() {
        Run run = Run.of();

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).startsWith("Usage: berth").contains("Commands:", "Examples:");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEveryCommandWithAnExampleThatItTakes(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        Run run = Run.of(Stream.concat(Arrays.stream(name.split(" ")).skip(1), Stream.of("--help"))
                .toArray(String[]::new));

        assertThat(run.status()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Usage: " + name, "Examples:", "  " + name);
        assertHasExamplesThatAreTaken(command);
    }

    @Test
    void hasExamplesThatItTakes() {
        assertHasExamplesThatAreTaken(Berth.commandLine());
    }

    private static void assertHasExamplesThatAreTaken(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().footer()).isNotEmpty();
        for (String example : command.getCommandSpec().usageMessage().footer()) {
            String words = example.strip().split(" {3,}")[0];
            assertThat(words).startsWith("berth");
            String[] typed = Arrays.stream(words.split(" +")).skip(1).toArray(String[]::new);
            Berth.commandLineFor(List.of(typed), new PrintWriter(System.out), new PrintWriter(System.err))
                    .parseArgs(typed);
        }
    }

    /** Half of an option is none, for whoever copies it. */
    @ParameterizedTest
    @MethodSource("commands")
    void breaksNoWordOfItsHelp(CommandLine command) {
        String help = command.setUsageHelpWidth(80).getUsageMessage(CommandLine.Help.Ansi.OFF);
        Set<String> words = new HashSet<>(List.of(help.split("\\s+")));
        List<String> missing = new ArrayList<>();
        command.getCommandSpec().args().stream()
                .filter(argument -> !argument.hidden())
                .flatMap(argument -> Arrays.stream(argument.description()))
                .flatMap(text -> Arrays.stream(text.split("\\s+")))
                .filter(word -> !word.contains("$") && !word.contains("%") && !words.contains(word))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    @Test
    void showsAnExampleWhereSomethingIsMissing() {
        assertThat(Run.of("import").err())
                .contains("--from=URL", "For example: berth import --from http://placement.example:8778 --dry-run");
        assertThat(Run.of("traits", "create").err())
                .contains("TRAIT", "For example: berth traits create CUSTOM_FAST CUSTOM_RACK_7");
        assertThat(Run.of("import", "--from", "x").err()).doesNotContain("For example");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesEveryOption(CommandLine command) {
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(option.description())
                        .as(option.longestName())
                        .isNotEmpty());
        assertThat(command.getCommandSpec().usageMessage().header())
                .as("what the list of commands says")
                .hasSize(1);
    }

    @Test
    void tellsAMistypedCommandWhatItMayHaveMeant() {
        Run run = Run.of("simulat");

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("simulat", "Did you mean simulate", "berth --help");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrongUsages")
    void refusesWrongOptionsAndSaysWhatWouldBeRight(List<String> arguments, String hint) {
        Run run = Run.of(arguments.toArray(new String[0]));

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(hint, "--help");
    }

    static Stream<Arguments> wrongUsages() {
        return Stream.of(
                Arguments.of(List.of("simulate", "--hosts", "many"), "--hosts"),
                Arguments.of(List.of("simulate", "--clients", "0"), "1 or more"),
                Arguments.of(List.of("agent", "--interval", "soon"), "60s"),
                Arguments.of(List.of("agent", "--interval", "0s"), "more than nothing"),
                Arguments.of(List.of("agent", "--region", "a b"), "a region's name"),
                Arguments.of(List.of("audit", "verify", "--stores", "--offline"), "does not go with --offline"),
                Arguments.of(List.of("serve", "--tls-cert", "tls.crt"), "--tls-cert needs --tls-key FILE"),
                Arguments.of(List.of("serve", "--client-ca", "ca.crt"), "--client-ca needs --tls-cert FILE"),
                Arguments.of(List.of("serve", "--peer-ca", "ca.crt"), "--peer-ca needs --tls-cert FILE"),
                Arguments.of(List.of("serve", "--trusted-proxy", "10.0.0.1/8"), "such as 10.0.0.0/8"),
                Arguments.of(List.of("audit"), "audit verify"));
    }

    /** A run makes the commands that it names, and is to look as if it had made all. */
    @ParameterizedTest
    @ValueSource(strings = {"--help", "", "audti", "audit --help", "audit verfy", "-v", "completion bash"})
    void saysTheSameWhetherOrNotTheOtherCommandsAreWhole(String typed) {
        String[] words = typed.isEmpty() ? new String[0] : typed.split(" ");
        StringWriter whole = new StringWriter();
        Berth.commandLine(new PrintWriter(whole, true), new PrintWriter(whole, true))
                .execute(words);

        assertThat(Run.of(words).all()).isEqualTo(whole.toString().strip());
    }

    @Test
    void knowsItsVersion() {
        Run run = Run.of("version");

        assertThat(run.out()).matches("(?s)berth \\d+\\.\\d+.*Java \\d+.*");
        assertThat(Run.of("--version").out()).isEqualTo(run.out());
    }

    static Stream<CommandLine> commands() {
        return below(Berth.commandLine()).skip(1);
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(BerthTest::below));
    }
}
