package dev.berth.cli.serve;

import dev.berth.events.model.Printable;
import dev.berth.projector.LibraryDir;
import dev.berth.terminal.CannotRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells what Berth has made in a data directory from what somebody else has put there, by the names. Changes nothing.
 */
final class OwnEntries {
    static final String NATIVE = "native";
    private static final String KAFKA = "kafka";

    /** What each broker keeps, and what the one in {@code berth up} does. */
    private static final Pattern OF_A_BROKER = Pattern.compile("meta\\.properties|__cluster_metadata-0|berth\\..*");

    /** The last are the JVM's, which leaves them where it runs: with the units of the packages that is here. */
    private static final Pattern NAMES = Pattern.compile(KAFKA + "|stores|moments|" + NATIVE
            + "|lost-\\d{8}T\\d{6}Z"
            + "|(hs_err_pid|replay_pid)\\d+\\.log|java_pid\\d+\\.hprof");

    /** What the root of a file system has, also one that holds nothing but our data. */
    private static final String LOST_AND_FOUND = "lost+found";

    private OwnEntries() {}

    /** All that is Berth's in a directory. */
    static List<Path> in(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.filter(OwnEntries::isOwn).sorted().toList();
        }
    }

    /** One that is somebody else's; empty if there is none. */
    static Optional<Path> strangerIn(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            Optional<Path> named = entries.filter(entry -> !isOwn(entry))
                    .filter(entry -> !entry.endsWith(LOST_AND_FOUND))
                    .sorted()
                    .findFirst();
            // Of our names these are some that projects have, too.
            Path libraries = dir.resolve(NATIVE);
            Path kafka = dir.resolve(KAFKA);
            if (named.isEmpty() && Files.exists(libraries) && !LibraryDir.isOurs(libraries)) {
                return Optional.of(libraries);
            }
            return named.isEmpty() && isOthersKafka(kafka) ? Optional.of(kafka) : named;
        }
    }

    /** An installation of Kafka, for instance, and not what a broker keeps. */
    private static boolean isOthersKafka(Path kafka) throws IOException {
        if (!Files.isDirectory(kafka)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(kafka)) {
            List<String> names =
                    entries.map(entry -> entry.getFileName().toString()).toList();
            return !names.isEmpty()
                    && names.stream()
                            .noneMatch(name -> OF_A_BROKER.matcher(name).matches());
        }
    }

    /**
     * Makes sure that what has Berth's names in a directory is Berth's: it holds nothing of anybody else's, and what
     * each start of a service leaves there. One that is not there, or empty, holds nothing that could be mistaken.
     *
     * @throws CannotRunException if it is not so
     */
    static void requireOwn(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return;
        }
        Optional<Path> stranger = strangerIn(dir);
        if (stranger.isPresent()) {
            throw new CannotRunException(dir + " holds "
                    + Printable.of(stranger.get().getFileName()) + ", which is not Berth's, so nothing is deleted in"
                    + " there. If it is the data directory of the instance, move that elsewhere first");
        }
        boolean isMarked = Files.isDirectory(dir.resolve(NATIVE)) || Files.exists(dir.resolve("kafka/meta.properties"));
        if (!isMarked && !in(dir).isEmpty()) {
            throw new CannotRunException(dir + " holds "
                    + Printable.of(in(dir).get(0).getFileName()) + ", but neither " + NATIVE + " nor a log of berth up,"
                    + " one of which each data directory of Berth has, so nothing is deleted in there. Name the data"
                    + " directory of the instance");
        }
    }

    private static boolean isOwn(Path entry) {
        return NAMES.matcher(entry.getFileName().toString()).matches();
    }
}
