package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.terminal.ExitCode;
import dev.berth.terminal.config.Configuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where the service, Kafka and the registry are, as the environment of a process says. */
final class UsualPlacesTest {
    private static final Map<String, String> VARIABLES =
            Map.of("--url", "BERTH_URL", "--kafka", "BERTH_KAFKA", "--registry", "BERTH_REGISTRY");

    @TempDir
    private Path dir;

    @Test
    void areNamedInTheHelpOfEveryCommandThatTakesThemAndAreThoseOfTheEnvironmentThere() {
        BerthTest.commands()
                .map(CommandLine::getCommandSpec)
                .forEach(command -> VARIABLES.forEach((option, variable) -> {
                    OptionSpec found = command.findOption(option);
                    // Without one it chooses another way, and is no place that everybody has.
                    if (found != null && found.defaultValue() != null) {
                        assertThat(String.join("", found.description()))
                                .as(command.qualifiedName())
                                .contains(variable);
                    }
                    // What the help of a command says of its environment has to be so.
                    if (found != null && String.join("", found.description()).contains(variable)) {
                        assertThat(Configuration.of(command).variableOf(found))
                                .as(command.qualifiedName() + " " + option)
                                .contains(variable);
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "restore", "refold"})
    void areNotTakenByCommandsThatHaveTheirOwnOrMakeOrDeleteTopics(String command) {
        CommandSpec spec = Berth.commandLine().getSubcommands().get(command).getCommandSpec();

        assertThat(Configuration.of(spec).variableOf(spec.findOption("--kafka")))
                .isNotEqualTo(Optional.of("BERTH_KAFKA"));
    }

    @ParameterizedTest
    @CsvSource({
        "BERTH_URL, host list, 127.0.0.1:1/, nothing listens there",
        "BERTH_URL, capacity resources=VCPU:1, 127.0.0.1:1/, nothing listens there",
        "BERTH_KAFKA, audit diff 0 now, 127.0.0.1:1:, --kafka",
        "BERTH_KAFKA, log tail, 127.0.0.1:1:, '--kafka, or BERTH_KAFKA in the environment, says'",
        "BERTH_KAFKA, backup none.backup, 127.0.0.1:1:, --kafka"
    })
    void areThoseOfTheEnvironmentAndWhatFailsThereNamesThem(
            String variable, String command, String address, String hint) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                BerthProcess.classPath(),
                "dev.berth.cli.Berth"));
        line.addAll(List.of(command.split(" ")));
        if (variable.equals("BERTH_KAFKA")) {
            Path impatient = Files.writeString(
                    dir.resolve("client.properties"), "default.api.timeout.ms=1500\nrequest.timeout.ms=1000\n");
            line.addAll(List.of("--client-config", impatient.toString()));
        }
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put(variable, variable.equals("BERTH_URL") ? "http://127.0.0.1:1/" : "127.0.0.1:1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(ExitCode.COULD_NOT_RUN);
        assertThat(said).contains(address, hint).doesNotContain("Exception:", "java.");
    }
}
