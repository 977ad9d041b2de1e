package dev.berth.cli.service;

import dev.berth.events.watch.WatchThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how much room there is where the service writes, on a thread of its own. Below the watermark of a volume
 * there is a shortage, until a little more than the watermark is free again, so that it does not come and go with each
 * file that is deleted. Any thread may ask.
 */
public final class FreeSpace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);

    /** What is written between two looks, and what follows from it, fits into any sane watermark. */
    static final Duration PERIOD = Duration.ofMillis(500);

    private static final long WATERMARK_MAX = 512L << 20;
    private static final int WATERMARK_SHARE = 10;
    private static final int HYSTERESIS_SHARE = 8;

    /** A volume, its size and its free space, in bytes. */
    interface Volume {
        long total() throws IOException;

        long free() throws IOException;
    }

    /** A directory that is written to, on its volume. */
    record WatchedDir(Path path, Volume volume) {
        /** The volume may be asked before the directory is made. */
        static WatchedDir of(Path path) {
            return new WatchedDir(path, new Volume() {
                @Override
                public long total() throws IOException {
                    return Files.getFileStore(existing(path)).getTotalSpace();
                }

                @Override
                public long free() throws IOException {
                    return Files.getFileStore(existing(path)).getUsableSpace();
                }
            });
        }

        private static Path existing(Path dir) {
            Path existing = dir.toAbsolutePath();
            while (existing.getParent() != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            return existing;
        }
    }

    private final List<WatchedDir> dirs;
    private final OptionalLong watermark;
    private final WatchThread thread = new WatchThread("berth-free-space", PERIOD, this::look);
    private volatile Optional<String> shortage = Optional.empty();
    private boolean cannotAsk;

    FreeSpace(List<WatchedDir> dirs, OptionalLong watermark) {
        this.dirs = List.copyOf(dirs);
        this.watermark = watermark;
    }

    /**
     * Looks now, and from now on.
     *
     * @param watermark in bytes, for each volume; 0 for no watch; empty for 512 MiB or a tenth of the volume, whichever
     *     is less
     */
    public static FreeSpace watch(List<Path> dirs, OptionalLong watermark) {
        FreeSpace space = new FreeSpace(dirs.stream().map(WatchedDir::of).toList(), watermark);
        space.begin();
        return space;
    }

    void begin() {
        look();
        thread.start();
    }

    /** Why no writes may begin, in a sentence; empty if there is room. Cheap to ask. */
    public Optional<String> shortage() {
        return shortage;
    }

    /** Takes one look; for the watching thread, and for tests. */
    void look() {
        Optional<String> before = shortage;
        Optional<String> now = Optional.empty();
        for (WatchedDir dir : dirs) {
            now = now.or(() -> shortageAt(dir, before.isPresent()));
        }
        shortage = now;
        if (now.isPresent() && before.isEmpty()) {
            LOG.error("{}", now.get());
        } else if (now.isEmpty() && before.isPresent()) {
            LOG.info("There is room on the disk again: writes go on.");
        }
    }

    private Optional<String> shortageAt(WatchedDir dir, boolean isShort) {
        try {
            long least = watermark.orElse(Math.min(WATERMARK_MAX, dir.volume().total() / WATERMARK_SHARE));
            long enough = least + least / HYSTERESIS_SHARE;
            long free = dir.volume().free();
            cannotAsk = false;
            return free < (isShort ? enough : least)
                    ? Optional.of("Only " + free + " bytes are free where " + dir.path()
                            + " is, and writes are refused below a watermark of " + least
                            + ". They go on by themselves once " + enough + " bytes are free; reads go on meanwhile.")
                    : Optional.empty();
        } catch (IOException e) {
            // A volume that does not answer is noticed by the next write to it.
            if (!cannotAsk) {
                cannotAsk = true;
                LOG.warn("It cannot be known how much is free where {} is", dir.path(), e);
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
