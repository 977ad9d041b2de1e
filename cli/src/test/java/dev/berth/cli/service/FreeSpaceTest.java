package dev.berth.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.service.FreeSpace.Volume;
import dev.berth.cli.service.FreeSpace.WatchedDir;
import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Region;
import dev.berth.projector.CommandLog;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.LogUnavailableException.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
    private static final long GIBI = 1L << 30;

    private final TestingVolume volume = new TestingVolume(100 * GIBI);
    private final TestingVolume other = new TestingVolume(100 * GIBI);

    @Test
    void isShortBelowHalfAGigabyteOfALargeVolumeAndATenthOfASmallOne() {
        FreeSpace large = space(OptionalLong.empty());
        volume.free = GIBI / 2;
        large.look();
        assertThat(large.shortage()).isEmpty();
        volume.free--;
        large.look();
        assertThat(large.shortage().orElseThrow())
                .contains("Only 536870911 bytes are free where " + Path.of("/data/a"), "watermark of 536870912");

        volume.total = 1000;
        volume.free = 100;
        FreeSpace small = space(OptionalLong.empty());
        small.look();
        assertThat(small.shortage()).isEmpty();
        volume.free = 99;
        small.look();
        assertThat(small.shortage()).isPresent();
    }

    @Test
    void goesOnOnlyOnceALittleMoreThanTheWatermarkIsFree() {
        FreeSpace space = space(OptionalLong.of(800));
        volume.free = 799;
        space.look();
        for (long free : new long[] {800, 899, 850}) {
            volume.free = free;
            space.look();
            assertThat(space.shortage().orElseThrow()).contains("Only " + free + " bytes", "once 900 bytes are free");
        }
        volume.free = 900;
        space.look();
        assertThat(space.shortage()).isEmpty();
        volume.free = 800;
        space.look();
        assertThat(space.shortage()).isEmpty();
    }

    @Test
    void watchesEachVolume() {
        FreeSpace space = space(OptionalLong.of(800));
        other.free = 1;
        space.look();
        assertThat(space.shortage().orElseThrow()).contains(Path.of("/data/b").toString());
    }

    @Test
    void isNeverShortWithAWatermarkOfNothing() {
        FreeSpace space = space(OptionalLong.of(0));
        volume.free = 0;
        space.look();
        assertThat(space.shortage()).isEmpty();
    }

    @Test
    void takesAVolumeThatDoesNotAnswerForOneWithRoom() {
        FreeSpace space = space(OptionalLong.of(800));
        volume.failure = Optional.of(new IOException("stale"));
        space.look();
        assertThat(space.shortage()).isEmpty();
        volume.failure = Optional.empty();
        volume.free = 1;
        space.look();
        assertThat(space.shortage()).isPresent();
    }

    @Test
    void looksAgainByItselfAndAtDirectoriesThatAreNotMadeYet(@TempDir Path dir) {
        try (FreeSpace space = FreeSpace.watch(List.of(dir.resolve("not/yet")), OptionalLong.of(Long.MAX_VALUE / 2))) {
            assertThat(space.shortage().orElseThrow())
                    .contains(dir.resolve("not/yet").toString());
        }
        FreeSpace space = new FreeSpace(List.of(new WatchedDir(Path.of("/data/a"), volume)), OptionalLong.of(800));
        space.begin();
        volume.free = 1;
        Awaitility.await()
                .atMost(FreeSpace.PERIOD.plus(Duration.ofSeconds(5)))
                .until(() -> space.shortage().isPresent());
        space.close();
    }

    /** Or writes would go on until the disk is full. */
    @Test
    void looksAgainAfterALookThatFailed() {
        AtomicInteger looks = new AtomicInteger();
        Volume failing = new Volume() {
            @Override
            public long total() {
                return GIBI;
            }

            @Override
            public long free() {
                return switch (looks.incrementAndGet()) {
                    case 1 -> GIBI;
                    case 2 -> throw new IllegalStateException("a bug");
                    default -> 0;
                };
            }
        };
        try (FreeSpace space =
                new FreeSpace(List.of(new WatchedDir(Path.of("/data/a"), failing)), OptionalLong.empty())) {
            space.begin();
            assertThat(space.shortage()).isEmpty();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> space.shortage().isPresent());
        }
    }

    @Test
    void letsNoCommandThroughWhileThereIsAShortage() {
        AtomicInteger appended = new AtomicInteger();
        CommandLog log = new CommandLog() {
            @Override
            public CompletionStage<Decision> submit(Region region, Sent sent) {
                appended.incrementAndGet();
                return null;
            }
        };
        AtomicReference<Optional<String>> shortage = new AtomicReference<>(Optional.of("no room"));
        GuardedCommandLog guarded = new GuardedCommandLog(log, shortage::get);
        assertThatThrownBy(() -> guarded.submit(Region.DEFAULT, (Sent) null)
                        .toCompletableFuture()
                        .join())
                .hasRootCauseInstanceOf(LogUnavailableException.class)
                .rootCause()
                .hasMessage("no room")
                .extracting(failure -> ((LogUnavailableException) failure).fate())
                .isEqualTo(Fate.NO_ROOM);
        assertThat(appended).hasValue(0);

        shortage.set(Optional.empty());
        guarded.submit(Region.DEFAULT, (Sent) null);
        assertThat(appended).hasValue(1);
    }

    private FreeSpace space(OptionalLong watermark) {
        return new FreeSpace(
                List.of(new WatchedDir(Path.of("/data/a"), volume), new WatchedDir(Path.of("/data/b"), other)),
                watermark);
    }

    /** A volume that has what it is told. */
    private static final class TestingVolume implements Volume {
        private volatile long total;
        private volatile long free;
        private Optional<IOException> failure = Optional.empty();

        TestingVolume(long total) {
            this.total = total;
            this.free = total;
        }

        @Override
        public long total() {
            return total;
        }

        @Override
        public long free() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return free;
        }
    }
}
