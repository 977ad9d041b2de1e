package dev.berth.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that the image gives to Java, without an image: they are the same for all commands. */
class EntrypointTest {
    private static final Pattern OPTION = Pattern.compile("<arg>(-XX:[^<]+)</arg>");

    /** What berth exits with where a command could not do its work; 3 says that something differs. */
    private static final int COULD_NOT_RUN = 1;

    @TempDir
    Path dir;

    @Test
    void endsWithoutMemoryAsOneThatCouldNotRunAlsoWhereThatIsCaught() throws Exception {
        List<String> options = OPTION.matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(MatchResult::group)
                .map(arg -> OPTION.matcher(arg).replaceFirst("$1"))
                .toList();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Xmx32m");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Greedy.class.getName()));
        Path said = dir.resolve("said");
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(COULD_NOT_RUN);
        assertThat(said).content().contains("OutOfMemory").doesNotContain(Greedy.LIVES_ON);
    }

    /** Loses a thread's work for want of memory, and goes on as if nothing were. */
    static final class Greedy {
        static final String LIVES_ON = "lives on";

        public static void main(String[] arguments) {
            List<byte[]> taken = new ArrayList<>();
            try {
                while (taken.size() < 1_000) {
                    taken.add(new byte[1 << 20]);
                }
            } catch (OutOfMemoryError caught) {
                taken.clear();
            }
            System.out.println(LIVES_ON);
        }
    }
}
