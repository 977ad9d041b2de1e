package dev.berth.projector.moment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CreateTrait;
import dev.berth.events.command.LogEntry;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import dev.berth.events.model.Trait;
import dev.berth.ledger.moment.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of moments, after a process was killed that wrote one after the other. */
final class KilledWriterTest {
    private static final LogId LOG = new LogId("one");
    private static final int TRAITS = 3_000;
    private static final int KILLS = 3;

    @TempDir
    private Path dir;

    @Test
    void leavesNoFileThatIsHalfWritten() throws Exception {
        Path folder = dir.resolve(Region.DEFAULT.name());
        for (int kill = 0; kill < KILLS; kill++) {
            int before = paths(folder).size();
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWriterTest.class.getName(),
                            dir.toString(),
                            Integer.toString(kill))
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("writer.log").toFile())
                    .start();
            try {
                while (paths(folder).size() < before + 3 && writer.isAlive()) {
                    Thread.sleep(7);
                }
            } finally {
                writer.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
            }
            assertThat(paths(folder)).hasSizeGreaterThanOrEqualTo(before + 3);

            MomentFiles found = new MomentFiles(dir, 1, Long.MAX_VALUE, () -> true);
            assertThat(paths(folder)).noneMatch(path -> path.toString().endsWith(MomentListing.UNFINISHED));
            int read = 0;
            Optional<MomentFiles.Kept> file = found.floor(Region.DEFAULT, Long.MAX_VALUE);
            while (file.isPresent()) {
                Moment moment = found.read(Region.DEFAULT, file.get(), LOG).orElseThrow();
                assertThat(moment.view().position().offset())
                        .isEqualTo(file.get().through());
                read++;
                file = found.floor(Region.DEFAULT, file.get().through() - 1);
            }
            assertThat(read).isEqualTo(paths(folder).size()).isPositive();
        }
    }

    private static List<Path> paths(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** Writes files of moments until it is killed; how many it has written before is in the second argument. */
    public static void main(String[] arguments) {
        MomentFiles files = new MomentFiles(Path.of(arguments[0]), 1, Long.MAX_VALUE, () -> true);
        Moment now = Moment.beginning(LOG, Region.DEFAULT);
        int begin = TRAITS + 100 * Integer.parseInt(arguments[1]);
        for (int n = 0; ; n++) {
            now = now.take(new LogEntry.Readable(
                    new Position(0, n, 1_000L + n),
                    new CreateTrait(new CommandId(new UUID(1, n)), Trait.of("CUSTOM_" + n)),
                    Sha256.NONE));
            if (n >= begin) {
                files.keep(now, LOG);
            }
        }
    }
}
