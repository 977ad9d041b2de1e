package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script is asked as bash asks it when somebody presses tab. */
class CompletionCommandTest {
    @TempDir
    private Path dir;

    @Test
    void completesCommandsTheirSubcommandsAndTheirOptions() throws Exception {
        Path script = dir.resolve("berth.bash");
        Files.writeString(script, Run.of("completion").out());

        assertThat(completed(script, "berth", "cand")).containsExactly("candidates");
        assertThat(completed(script, "berth", "providers", "")).contains("list", "show", "tree", "create", "delete");
        assertThat(completed(script, "berth", "candidates", "--same")).containsExactly("--same-subtree");
        assertThat(completed(script, "berth", "allocation", "move", "--to-")).containsExactly("--to-consumer");
    }

    private List<String> completed(Path script, String... words) throws Exception {
        String asked = """
                source %s
                # Outside of a completion bash has no such command.
                compopt() { :; }
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                _complete_berth
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(
                script,
                List.of(words).stream().map(word -> "'" + word + "'").reduce("", (all, word) -> all + " " + word),
                words.length - 1);
        Process bash = new ProcessBuilder("bash", "-c", asked)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
        assertThat(bash.waitFor()).as(lines.toString()).isZero();
        return lines;
    }
}
