package dev.berth.projector.moment;

import static dev.berth.projector.moment.ListedMoments.COMMANDS;
import static dev.berth.projector.moment.ListedMoments.COMMON;
import static dev.berth.projector.moment.ListedMoments.LOG;
import static dev.berth.projector.moment.ListedMoments.NOTHING;
import static dev.berth.projector.moment.ListedMoments.REGION;
import static dev.berth.projector.moment.ListedMoments.SPACING;
import static dev.berth.projector.moment.ListedMoments.STRIDE;
import static dev.berth.projector.moment.ListedMoments.assertSame;
import static dev.berth.projector.moment.ListedMoments.id;
import static dev.berth.projector.moment.ListedMoments.readable;
import static dev.berth.projector.moment.ListedMoments.through;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.events.command.CreateTrait;
import dev.berth.events.log.LogPlace;
import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Trait;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.store.MomentRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments that are kept in files which somebody has damaged, moved or changed, or which the disk does not take. */
final class MomentsInFilesTest {
    private ListedMoments log;
    private Moments moments;

    @BeforeEach
    void open(@TempDir Path directory) {
        log = new ListedMoments(directory);
        moments = log.moments(LOG);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void dropADamagedFileAndReadTheLogInstead() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path last = log.files().get(log.files().size() - 1);
        byte[] whole = Files.readAllBytes(last);
        long through = through(last);
        Moment expected = log.expected().get((int) through);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 12; i++) {
            byte[] damaged = whole.clone();
            if (i % 4 == 0) {
                damaged = Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(last, damaged);
            Files.setLastModifiedTime(last, FileTime.fromMillis(0));
            assertSame(
                    log.moments(LOG)
                            .at(REGION, new LogPlace.Offset(through), NOTHING)
                            .moment(),
                    expected);
            // It was deleted, and may have been written again.
            assertThat(Files.exists(last) && Files.getLastModifiedTime(last).toMillis() == 0)
                    .as("damage " + i)
                    .isFalse();
        }
    }

    @Test
    void takeNothingForAFileThatIsEmptyOrAnotherRegionsOrADirectory() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        List<Path> all = log.files();
        Path first = all.get(0);
        Path middle = all.get(1);
        Path last = all.get(all.size() - 1);
        // Of a region with the same name that another program has written.
        try (OutputStream out = Files.newOutputStream(first)) {
            Moment other = Moment.beginning(LOG, new Region("other"));
            MomentRows.write(other.take(COMMON.get(0)).through(through(first)), LOG, out);
        }
        Files.write(middle, new byte[0]);
        Files.delete(last);
        Files.createDirectory(last);
        for (Path file : List.of(first, middle, last)) {
            int offset = (int) through(file) + 2;
            assertSame(
                    log.moments(LOG)
                            .at(REGION, new LogPlace.Offset(offset), NOTHING)
                            .moment(),
                    log.expected().get(offset));
        }
    }

    @Test
    void findTheOtherFilesBesideOneThatCannotBeLookedAt() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path folder = log.dir.resolve("default");
        for (int i = 0; i < 20; i++) {
            Files.createSymbolicLink(folder.resolve(i + "-1.moment"), folder.resolve("nowhere"));
        }
        long last = through(log.files().get(log.files().size() - 1));
        int[] read = {0};
        log.moments(LOG).at(REGION, new LogPlace.Offset(last + STRIDE), () -> read[0]++);
        assertThat(read[0]).isLessThan(10);
    }

    @Test
    void doWithoutADirectoryThatCannotBeUsed() throws IOException {
        Files.createFile(log.dir.resolve("default"));
        int offset = STRIDE * 900;
        assertSame(
                moments.at(REGION, new LogPlace.Offset(offset), NOTHING).moment(),
                log.expected().get(offset));
        assertThat(log.dir.resolve("default")).isRegularFile();
    }

    @Test
    void dropFilesOfAnotherLog() {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        // The same topic's name and the same directory, but a topic that was made again.
        LogId again = new LogId("two");
        Moment expected = log.expected(again).get(STRIDE * 1_000);
        assertSame(
                log.moments(again)
                        .at(REGION, new LogPlace.Offset(STRIDE * 1_000), NOTHING)
                        .moment(),
                expected);
    }

    @Test
    void dropFilesThatFollowFromOtherRecords() {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        long through = through(log.files().get(log.files().size() - 1));
        // Somebody has put another record where the file ends.
        int index = (int) (through / STRIDE);
        log.entries.set(index, readable(index, new CreateTrait(id(9_999_999), Trait.of("CUSTOM_OTHER"))));
        Moment found = log.moments(LOG)
                .at(REGION, new LogPlace.Offset(through), NOTHING)
                .moment();
        assertSame(found, log.expected().get((int) through));
    }

    @Test
    void dropAFileThatWasRenamed() throws IOException {
        moments.at(REGION, new LogPlace.Offset(STRIDE * (COMMANDS - 1)), NOTHING);
        Path last = log.files().get(log.files().size() - 1);
        long through = through(last);
        Path renamed = last.resolveSibling(
                (through + 3) + "-" + last.getFileName().toString().split("-")[1]);
        Files.move(last, renamed);
        int offset = (int) through + 3;
        assertSame(
                log.moments(LOG)
                        .at(REGION, new LogPlace.Offset(offset), NOTHING)
                        .moment(),
                log.expected().get(offset));
        assertThat(renamed).doesNotExist();
    }

    @Test
    void areNotWrittenWhereThereIsNoRoom() {
        Moments full = new Moments(log.logs(LOG), log.dir.resolve("full"), SPACING, () -> log.nowMs, () -> false);
        log.opened(full);
        full.at(REGION, new LogPlace.Offset(STRIDE * 1_500), NOTHING);
        assertThat(log.dir.resolve("full")).doesNotExist();
    }
}
