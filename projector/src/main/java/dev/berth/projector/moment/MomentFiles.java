package dev.berth.projector.moment;

import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.store.MomentRows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moments as files of a directory, so that no point of a log is far from one: a directory a region, a file a moment,
 * named {@code through-decided.moment}. Each is so many commands from the next, and more in a long log, so that a
 * region has {@link #FILES_MAX} at most. A file that cannot be read, or is another log's or program's, is deleted. Any
 * thread.
 */
final class MomentFiles {
    static final int FILES_MAX = 128;

    private static final Logger LOG = LoggerFactory.getLogger(MomentFiles.class);
    private static final String SUFFIX = ".moment";
    private static final String UNFINISHED = ".tmp";

    /** How long it is not tried again after a file could not be written. */
    private static final long AFTER_FAILURE_NS = 60_000_000_000L;

    private final Path dir;
    private final int spacing;
    private final long bytesMax;
    private final BooleanSupplier hasRoom;
    private final Map<Region, TreeMap<Long, Kept>> files = new TreeMap<>();
    private volatile OptionalLong failedNs = OptionalLong.empty();

    /** A file, and how many commands the region had decided. */
    private record Kept(Path path, long decided, long bytes) {}

    /**
     * @param dir made when it is needed
     * @param spacing how many commands there are from one file to the next at least
     * @param bytesMax what all files may take
     * @param hasRoom whether the disk has room for more
     */
    MomentFiles(Path dir, int spacing, long bytesMax, BooleanSupplier hasRoom) {
        this.dir = dir;
        this.spacing = spacing;
        this.bytesMax = bytesMax;
        this.hasRoom = hasRoom;
    }

    /** How many commands lie between the beginning and the last file that is not behind an offset; 0 without one. */
    synchronized long decidedBefore(Region region, long offset) {
        Map.Entry<Long, Kept> floor = of(region).floorEntry(offset);
        return floor == null ? 0 : floor.getValue().decided;
    }

    /** The last moment in a file that is not behind an offset. */
    Optional<Moment> floor(Region region, long offset, LogId log) {
        while (true) {
            Map.Entry<Long, Kept> floor;
            synchronized (this) {
                floor = of(region).floorEntry(offset);
            }
            if (floor == null) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(floor.getValue().path)) {
                return Optional.of(MomentRows.read(in, log, region));
            } catch (IOException e) {
                drop(region, floor.getKey(), e.toString());
            }
        }
    }

    /** Deletes the file of a moment that is not what it should be. */
    synchronized void drop(Region region, long through, String why) {
        Kept dropped = of(region).remove(through);
        if (dropped != null) {
            LOG.warn(
                    "A kept moment is dropped, and is made again from the log when it is needed: {}: {}",
                    dropped.path,
                    why);
            delete(dropped);
        }
    }

    /** Writes a moment unless there is one near it. */
    void keep(Moment moment, LogId log) {
        if (!moment.isGoingOn() || moment.through() < 0 || !isWanted(moment) || !mayWrite()) {
            return;
        }
        Path folder = folder(moment.region());
        Path path = folder.resolve(moment.through() + "-" + moment.decided() + SUFFIX);
        try {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, "unfinished", UNFINISHED);
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                MomentRows.write(moment, log, out);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            add(moment, new Kept(path, moment.decided(), Files.size(path)));
        } catch (IOException e) {
            failedNs = OptionalLong.of(System.nanoTime());
            LOG.warn("A moment of region {} could not be kept in {}: {}", moment.region(), path, e.toString());
        }
    }

    private boolean mayWrite() {
        OptionalLong failed = failedNs;
        boolean isTooSoon = failed.isPresent() && System.nanoTime() - failed.getAsLong() < AFTER_FAILURE_NS;
        return !isTooSoon && hasRoom.getAsBoolean();
    }

    private synchronized boolean isWanted(Moment moment) {
        TreeMap<Long, Kept> kept = of(moment.region());
        long newest = kept.isEmpty() ? 0 : kept.lastEntry().getValue().decided;
        long least = spacing(Math.max(newest, moment.decided()));
        Map.Entry<Long, Kept> before = kept.floorEntry(moment.through());
        Map.Entry<Long, Kept> after = kept.higherEntry(moment.through());
        return moment.decided() - (before == null ? 0 : before.getValue().decided) >= least
                && (after == null || after.getValue().decided - moment.decided() >= least / 2);
    }

    private long spacing(long decided) {
        return Math.max(spacing, decided / (FILES_MAX / 2));
    }

    private synchronized void add(Moment moment, Kept file) {
        TreeMap<Long, Kept> kept = of(moment.region());
        kept.put(moment.through(), file);
        thinOut(kept, spacing(kept.lastEntry().getValue().decided) / 2);
        while (bytes() > bytesMax) {
            TreeMap<Long, Kept> largest = files.values().stream()
                    .max((one, other) -> Long.compare(bytes(one), bytes(other)))
                    .orElseThrow();
            long span = largest.lastEntry().getValue().decided;
            int before = largest.size();
            thinOut(largest, 2 * span / before);
            if (largest.size() == before) {
                delete(largest.pollFirstEntry().getValue());
            }
        }
    }

    /** Deletes what is nearer to the file before it. */
    private static void thinOut(TreeMap<Long, Kept> kept, long least) {
        long[] last = {0};
        kept.values().removeIf(file -> {
            boolean isTooNear = file.decided - last[0] < least;
            if (isTooNear) {
                delete(file);
            } else {
                last[0] = file.decided;
            }
            return isTooNear;
        });
    }

    private long bytes() {
        return files.values().stream().mapToLong(MomentFiles::bytes).sum();
    }

    private static long bytes(TreeMap<Long, Kept> kept) {
        return kept.values().stream().mapToLong(Kept::bytes).sum();
    }

    private static void delete(Kept file) {
        try {
            Files.deleteIfExists(file.path);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", file.path, e.toString());
        }
    }

    private Path folder(Region region) {
        return dir.resolve(region.name());
    }

    /** The files of a region, found in its directory the first time. */
    private TreeMap<Long, Kept> of(Region region) {
        return files.computeIfAbsent(region, this::list);
    }

    private TreeMap<Long, Kept> list(Region region) {
        TreeMap<Long, Kept> found = new TreeMap<>();
        if (Files.isDirectory(folder(region))) {
            try (Stream<Path> all = Files.list(folder(region))) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    list(path, found);
                }
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", folder(region), e.toString());
            }
        }
        return found;
    }

    private static void list(Path path, TreeMap<Long, Kept> found) throws IOException {
        String[] name = path.getFileName().toString().split("[-.]");
        try {
            if (path.toString().endsWith(SUFFIX)) {
                found.put(Long.parseLong(name[0]), new Kept(path, Long.parseLong(name[1]), Files.size(path)));
            } else if (path.toString().endsWith(UNFINISHED)) {
                // The process ended before it was written.
                Files.deleteIfExists(path);
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException foreign) {
            LOG.warn("{} is no kept moment and is left as it is", path);
        }
    }
}
