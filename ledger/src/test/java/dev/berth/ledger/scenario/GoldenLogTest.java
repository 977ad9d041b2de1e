package dev.berth.ledger.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Released behaviour never changes. A golden log that fails is not recorded again: the change becomes another version
 * of the rules, with a log of its own beside this one. {@link GoldenLog#main} makes it.
 */
final class GoldenLogTest {
    private static final Path GOLDEN = Path.of("src/test/golden");

    @TestFactory
    Stream<DynamicTest> decidesAsReleased() throws IOException {
        return directories().stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> {
                            if (Boolean.getBoolean("golden.record")) {
                                GoldenLog.record(directory);
                            }
                            GoldenLog log = GoldenLog.decide(directory);
                            assertThat(log.decisions())
                                    .isEqualTo(Files.readAllLines(directory.resolve("decisions.txt")));
                            assertThat(log.digest()).isEqualTo(Files.readAllLines(directory.resolve("digest.txt")));
                        }));
    }

    @Test
    void holdsALogOfTheFirstRelease() throws IOException {
        assertThat(directories())
                .anyMatch(directory -> directory.getFileName().toString().startsWith("0.1-"));
    }

    /** Each JVM salts the order of Map.of and Set.of again, and these options change what Object.hashCode gives. */
    @ParameterizedTest
    @Tag("process")
    @ValueSource(ints = {2, 3})
    void foldsAlikeInAJvmWithOtherHashes(int hashing) throws IOException, InterruptedException {
        Path directory = directories().get(0);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:hashCode=" + hashing,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintDigest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output.lines().toList()).isEqualTo(Files.readAllLines(directory.resolve("digest.txt")));
    }

    /** What the other JVM runs. */
    static final class PrintDigest {
        public static void main(String[] arguments) throws IOException {
            GoldenLog.decide(Path.of(arguments[0])).digest().forEach(System.out::println);
        }
    }

    private static List<Path> directories() throws IOException {
        try (Stream<Path> directories = Files.list(GOLDEN)) {
            return directories.sorted().toList();
        }
    }
}
