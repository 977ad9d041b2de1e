package dev.berth.projector.moment;

import dev.berth.events.model.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the files that {@link MomentFiles} wrote before the program was started. What else lies there stays there. */
final class MomentListing {
    static final String SUFFIX = ".moment";
    static final String UNFINISHED = ".tmp";

    private static final Logger LOG = LoggerFactory.getLogger(MomentListing.class);

    private MomentListing() {}

    /** The files of each region that has any, in order of their offsets. */
    static Map<Region, TreeMap<Long, MomentFiles.Kept>> of(Path dir) {
        Map<Region, TreeMap<Long, MomentFiles.Kept>> found = new TreeMap<>();
        each(dir, folder -> {
            String name = folder.getFileName().toString();
            if (Region.isName(name)) {
                TreeMap<Long, MomentFiles.Kept> files = new TreeMap<>();
                each(folder, file -> add(file, files));
                if (!files.isEmpty()) {
                    found.put(new Region(name), files);
                }
            }
        });
        return found;
    }

    private interface Look {
        void at(Path path);
    }

    private static void each(Path dir, Look look) {
        if (Files.isDirectory(dir)) {
            try (Stream<Path> all = Files.list(dir)) {
                for (Path path : (Iterable<Path>) all::iterator) {
                    look.at(path);
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} cannot be read: {}", dir, e.toString());
            }
        }
    }

    private static void add(Path path, Map<Long, MomentFiles.Kept> found) {
        String[] name = path.getFileName().toString().split("[-.]");
        try {
            if (path.toString().endsWith(SUFFIX)) {
                long through = Long.parseLong(name[0]);
                found.put(through, new MomentFiles.Kept(path, through, Long.parseLong(name[1]), Files.size(path)));
            } else if (path.toString().endsWith(UNFINISHED)) {
                // The process ended before it was written.
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // One that cannot be looked at hides none of the others.
            LOG.warn("{} is left as it is: {}", path, e.toString());
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException foreign) {
            LOG.warn("{} is no kept moment and is left as it is", path);
        }
    }
}
