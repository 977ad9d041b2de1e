package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The program as it is packed: what is in it, what is not, and that it runs. */
@EnabledIfSystemProperty(named = "berth.agent.unpacked", matches = ".+", disabledReason = "nothing is packed yet")
class ArchiveTest {
    private static final Path HOME = Path.of(System.getProperty("berth.agent.unpacked", ""));
    private static final long MB = 1024 * 1024;

    @Test
    void hasAtMostFortyMegabytesOfJarsAndTwentyForHttpAlone() throws IOException {
        long http = size(jars(HOME.resolve("lib")));
        long kafka = size(jars(HOME.resolve("lib/kafka")));

        assertThat(http).isBetween(MB, 20 * MB);
        assertThat(http + kafka).isBetween(http, 40 * MB);
    }

    @Test
    void hasNothingOfTheServiceAndNoCodecs() throws IOException {
        List<String> names = new ArrayList<>(jars(HOME.resolve("lib")).keySet());
        names.addAll(jars(HOME.resolve("lib/kafka")).keySet());

        assertThat(names)
                .anyMatch(name -> name.startsWith("berth-agent-"))
                .anyMatch(name -> name.startsWith("kafka-clients-"))
                .noneMatch(name -> name.matches(
                        "(?i).*(vertx|netty|kafka-streams|kafka_|rocksdb|ledger|projector|query-api|embedded"
                                + "|vavr|logback|zstd|lz4|snappy|-tests).*"));
    }

    /** With the settings of the launcher, and without what Kafka needs. */
    @Test
    void showsThisHostWithoutTheJarsOfKafka() throws Exception {
        Path lone = Files.createDirectories(Path.of("target/http-alone"));
        copy(HOME.resolve("bin"), lone.resolve("bin"));
        copy(HOME.resolve("lib"), lone.resolve("lib"));

        String shown = run(lone.resolve("bin/berth-agent"), "--dry-run", "--host-name", "packed");
        assertThat(shown).contains("packed", "VCPU").doesNotContain("warning", "Exception");

        String refused =
                run(lone.resolve("bin/berth-agent"), "--once", "--kafka", "127.0.0.1:1", "--key", lone + "/key");
        assertThat(refused).contains("need the jars in lib/kafka");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.getFileName());
                Files.deleteIfExists(copy);
                Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String run(Path launcher, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BERTH_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static long size(ImmutableSortedMap<String, Long> jars) {
        return jars.values().stream().mapToLong(Long::longValue).sum();
    }

    private static ImmutableSortedMap<String, Long> jars(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .collect(Collectors.collectingAndThen(
                            ImmutableSortedMap.toImmutableSortedMap(
                                    Comparator.<String>naturalOrder(),
                                    file -> file.getFileName().toString(),
                                    file -> file.toFile().length()),
                            jars -> jars));
        }
    }
}
