package dev.berth.projector.moment;

import dev.berth.events.model.LogId;
import dev.berth.events.model.Region;
import dev.berth.ledger.moment.Moment;
import dev.berth.projector.store.MomentRows;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
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

    /** How long it is not tried again after a file could not be written. */
    private static final long AFTER_FAILURE_NS = 60_000_000_000L;

    private final Path dir;
    private final int spacing;
    private final long bytesMax;
    private final BooleanSupplier hasRoom;
    private final Map<Region, TreeMap<Long, Kept>> files;
    private long bytes;
    private volatile OptionalLong failedNs = OptionalLong.empty();

    /**
     * A file, as its name says.
     *
     * @param through the last offset that is in it
     * @param decided how many commands the region had decided
     */
    record Kept(Path path, long through, long decided, long bytes) {}

    /**
     * Finds what was kept before.
     *
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
        this.files = MomentListing.of(dir);
        this.bytes = files.values().stream().mapToLong(MomentFiles::bytes).sum();
        evict().forEach(MomentFiles::delete);
    }

    /** The last file that is not behind an offset. */
    synchronized Optional<Kept> floor(Region region, long offset) {
        return Optional.ofNullable(files.get(region))
                .map(kept -> kept.floorEntry(offset))
                .map(Map.Entry::getValue);
    }

    /** The first file that is not before an offset. */
    synchronized Optional<Kept> ceiling(Region region, long offset) {
        return Optional.ofNullable(files.get(region))
                .map(kept -> kept.ceilingEntry(offset))
                .map(Map.Entry::getValue);
    }

    /** The moment in a file; empty if it cannot be read. One that holds something else than it should is deleted. */
    Optional<Moment> read(Region region, Kept file, LogId log) {
        try (DiskStream in = new DiskStream(Files.newInputStream(file.path))) {
            try {
                Moment moment = MomentRows.read(in, log, region);
                if (moment.through() == file.through && moment.decided() == file.decided) {
                    return Optional.of(moment);
                }
                drop(region, file, "it has the moment " + moment.through() + "-" + moment.decided());
            } catch (IOException e) {
                if (in.hasFailed) {
                    throw e;
                }
                drop(region, file, e.toString());
            }
        } catch (NoSuchFileException gone) {
            drop(region, file, "somebody has deleted it");
        } catch (IOException e) {
            // The disk, or a process with too many open files: the file itself may be good.
            LOG.warn("{} cannot be read now: {}", file.path, e.toString());
        }
        return Optional.empty();
    }

    /** Deletes the file of a moment that is not what it should be. */
    void drop(Region region, Kept file, String why) {
        if (forget(region, file)) {
            LOG.warn(
                    "A kept moment is dropped, and is made again from the log when it is needed: {}: {}",
                    file.path,
                    why);
            delete(file);
        }
    }

    private synchronized boolean forget(Region region, Kept file) {
        TreeMap<Long, Kept> kept = files.get(region);
        boolean isThere = kept != null && kept.remove(file.through, file);
        if (isThere) {
            bytes -= file.bytes;
            files.values().removeIf(TreeMap::isEmpty);
        }
        return isThere;
    }

    /** Writes a moment unless there is one near it. */
    void keep(Moment moment, LogId log) {
        if (!moment.isGoingOn() || moment.through() < 0 || !isWanted(moment) || !mayWrite()) {
            return;
        }
        Path folder = dir.resolve(moment.region().name());
        Path path = folder.resolve(moment.through() + "-" + moment.decided() + MomentListing.SUFFIX);
        try {
            write(moment, log, folder, path);
            add(moment.region(), new Kept(path, moment.through(), moment.decided(), Files.size(path)))
                    .forEach(MomentFiles::delete);
        } catch (IOException e) {
            failedNs = OptionalLong.of(System.nanoTime());
            LOG.warn("A moment of region {} could not be kept in {}: {}", moment.region(), path, e.toString());
        }
    }

    private static void write(Moment moment, LogId log, Path folder, Path path) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = Files.createTempFile(folder, "unfinished", MomentListing.UNFINISHED);
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                MomentRows.write(moment, log, out);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // It is not there any more if it was moved.
            Files.deleteIfExists(unfinished);
        }
    }

    private boolean mayWrite() {
        OptionalLong failed = failedNs;
        boolean isTooSoon = failed.isPresent() && System.nanoTime() - failed.getAsLong() < AFTER_FAILURE_NS;
        return !isTooSoon && hasRoom.getAsBoolean();
    }

    private synchronized boolean isWanted(Moment moment) {
        TreeMap<Long, Kept> kept = files.getOrDefault(moment.region(), new TreeMap<>());
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

    /** Says which are to be deleted, outside of the lock. */
    private synchronized List<Kept> add(Region region, Kept file) {
        TreeMap<Long, Kept> kept = files.computeIfAbsent(region, none -> new TreeMap<>());
        Kept replaced = kept.put(file.through, file);
        bytes += file.bytes - (replaced == null ? 0 : replaced.bytes);
        List<Kept> gone = thinOut(kept, spacing(kept.lastEntry().getValue().decided) / 2);
        gone.addAll(evict());
        return gone;
    }

    /** Takes from the region that has most until all is not too much. */
    private synchronized List<Kept> evict() {
        List<Kept> gone = new ArrayList<>();
        while (bytes > bytesMax) {
            TreeMap<Long, Kept> largest = files.values().stream()
                    .max((one, other) -> Long.compare(bytes(one), bytes(other)))
                    .orElseThrow();
            List<Kept> thinned = thinOut(largest, 2 * largest.lastEntry().getValue().decided / largest.size());
            if (thinned.isEmpty()) {
                Kept first = largest.pollFirstEntry().getValue();
                bytes -= first.bytes;
                thinned.add(first);
            }
            gone.addAll(thinned);
            files.values().removeIf(TreeMap::isEmpty);
        }
        return gone;
    }

    /** Takes out what is nearer to the file before it. */
    private List<Kept> thinOut(TreeMap<Long, Kept> kept, long least) {
        List<Kept> gone = new ArrayList<>();
        long last = 0;
        for (Kept file : kept.values()) {
            if (file.decided - last < least) {
                gone.add(file);
                bytes -= file.bytes;
            } else {
                last = file.decided;
            }
        }
        gone.forEach(file -> kept.remove(file.through));
        return gone;
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

    /** A file that is read; what the disk fails with is told apart from what is wrong in the file. */
    private static final class DiskStream extends FilterInputStream {
        private boolean hasFailed;

        DiskStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                hasFailed = true;
                throw e;
            }
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                return super.read(to, offset, length);
            } catch (IOException e) {
                hasFailed = true;
                throw e;
            }
        }
    }
}
