package dev.berth.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit that starts the agent, as systemd's own checker sees it. */
class UnitFileTest {
    private static final Path UNIT = Path.of("src/dist/systemd/berth-agent.service");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([0-9.]+)");

    @TempDir
    private Path dir;

    private Path unit;

    @BeforeEach
    void installNothing() throws IOException {
        assumeThat(ANALYZE).as("systemd-analyze is not installed").isExecutable();
        // The checker wants the program to be there.
        unit = Files.writeString(
                dir.resolve(UNIT.getFileName()),
                Files.readString(UNIT).replace("/usr/share/berth-agent/bin/berth-agent", "/bin/true"));
    }

    @Test
    void isWhatSystemdTakes() throws Exception {
        assertThat(analyze("verify", "--recursive-errors=no")).isEmpty();
    }

    @Test
    void exposesLittle() throws Exception {
        String text = analyze("security", "--offline=true", "--no-pager");
        Matcher exposure = EXPOSURE.matcher(text);
        assertThat(exposure.find()).as(text).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(2.0);
    }

    private String analyze(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(ANALYZE.toString()));
        command.addAll(List.of(arguments));
        command.add(unit.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
