package dev.berth.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.debug.BundleFile.PartMissingException;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {
    private static final BundleLimits ROOMY =
            new BundleLimits(1_000_000, 100_000, Duration.ofSeconds(60), Duration.ofSeconds(30));

    @TempDir
    private Path dir;

    @Test
    void holdsEachPartWithoutSecretsAndTellsWhatIsMissing() throws Exception {
        Path file = dir.resolve("b.zip");
        try (BundleFile bundle = new BundleFile(file, new Secrets(List.of("hunter2")), ROOMY)) {
            bundle.add("a.txt", out -> write(out, "it is hunter2"));
            bundle.add("b.txt", out -> {
                throw new PartMissingException("the service answers 403: not with hunter2");
            });
            bundle.add("c.txt", out -> {
                write(out, "half");
                throw new IOException("connection reset");
            });
            bundle.finish();
        }
        TreeMap<String, String> parts = read(file);
        assertThat(parts).containsOnlyKeys("a.txt", "c.txt", "manifest.json");
        assertThat(parts.get("a.txt")).isEqualTo("it is (left out)");
        assertThat(parts.get("c.txt")).isEqualTo("half");
        JsonNode told = new ObjectMapper().readTree(parts.get("manifest.json")).path("parts");
        assertThat(told.findValuesAsText("state")).containsExactly("whole", "missing", "cut");
        assertThat(told.findValuesAsText("why"))
                .containsExactly("the service answers 403: not with (left out)", "connection reset");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void cutsOffWhatIsTooLongAndAsksForNothingMoreOnceItIsFull() throws Exception {
        BundleLimits small = new BundleLimits(15, 10, Duration.ofSeconds(60), Duration.ofSeconds(30));
        Path file = dir.resolve("b.zip");
        try (BundleFile bundle = new BundleFile(file, new Secrets(List.of()), small)) {
            bundle.add("long", out -> write(out, "0123456789abc"));
            bundle.add("rest", out -> write(out, "0123456789"));
            bundle.add("none", out -> write(out, "x"));
            assertThat(bundle.reports())
                    .extracting(BundleFile.PartReport::bytes)
                    .containsExactly(10L, 5L, 0L);
            assertThat(bundle.reports()).allMatch(report -> report.fault().isPresent());
            assertThat(bundle.reports().get(2).fault())
                    .hasValueSatisfying(why -> assertThat(why).contains("--max-size"));
            bundle.finish();
        }
        assertThat(read(file).get("long")).isEqualTo("0123456789");
    }

    @Test
    void leavesOutASecretThatIsCutOff() throws Exception {
        BundleLimits small = new BundleLimits(1_000, 12, Duration.ofSeconds(60), Duration.ofSeconds(30));
        Path file = dir.resolve("b.zip");
        try (BundleFile bundle = new BundleFile(file, new Secrets(List.of("hunter2-and-more")), small)) {
            bundle.add("known", out -> write(out, "it is hunter2-and-more"));
            bundle.add("user", out -> write(out, "a http://me:hunter@host/path"));
            bundle.add("none", out -> write(out, "it is hunger and thirst"));
            bundle.finish();
        }
        TreeMap<String, String> parts = read(file);
        assertThat(parts.get("known")).isEqualTo("it is (left out)");
        assertThat(parts.get("user")).isEqualTo("a http://(left out)");
        assertThat(parts.get("none")).isEqualTo("it is hunger");
    }

    @Test
    void keepsWhatCameInTimeOfAPartThatNeverEnds() throws Exception {
        BundleLimits hasty = new BundleLimits(1_000, 1_000, Duration.ofMillis(400), Duration.ofMillis(300));
        try (BundleFile bundle = new BundleFile(dir.resolve("b.zip"), new Secrets(List.of()), hasty)) {
            long beganNs = System.nanoTime();
            bundle.add("endless", out -> {
                write(out, "begun");
                TimeUnit.HOURS.sleep(1);
            });
            bundle.add("hung", out -> TimeUnit.HOURS.sleep(1));
            bundle.add("late", out -> write(out, "x"));
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNs))
                    .isLessThan(10);
            assertThat(bundle.reports())
                    .extracting(BundleFile.PartReport::bytes)
                    .containsExactly(5L, 0L, 0L);
            assertThat(bundle.reports().get(2).fault())
                    .hasValueSatisfying(why -> assertThat(why).contains("--timeout"));
        }
    }

    @Test
    void leavesNothingBehindIfItIsNotFinishedAndNeverOverwrites() throws Exception {
        Path file = dir.resolve("b.zip");
        try (BundleFile bundle = new BundleFile(file, new Secrets(List.of()), ROOMY)) {
            bundle.add("a", out -> write(out, "x"));
        }
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
        Files.writeString(file, "somebody else's");
        assertThatThrownBy(() -> new BundleFile(file, new Secrets(List.of()), ROOMY))
                .isInstanceOf(CannotRunException.class)
                .hasMessageContaining("already");
        assertThat(Files.readString(file)).isEqualTo("somebody else's");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TreeMap<String, String> read(Path file) throws IOException {
        TreeMap<String, String> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }
}
